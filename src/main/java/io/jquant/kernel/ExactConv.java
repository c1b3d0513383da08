package io.jquant.kernel;

import io.jquant.support.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Convolution of integers that stand in floats, such as 8-bit codes less their zero point, with
 * exact results in int. Sums of products below 2^24 are exact in float whatever their order, so
 * channels are convolved in parts whose sums stay below that, mostly in one, and the parts are
 * added as ints.
 */
public final class ExactConv {
    private static final double EXACT = 1 << 24;

    private final int outChannels;
    private final int inPerGroup;
    private final int groups;

    /** Bound of the magnitude of a sum. */
    private final double reach;

    /** The whole convolution; null where it needs parts. */
    private final PackedConv whole;

    /** Parts of each group. */
    private final List<List<Part>> parts;

    /** Input channels from {@code channel} on. */
    private record Part(int channel, PackedConv conv) {}

    private ExactConv(
            int outChannels,
            int inPerGroup,
            int groups,
            double reach,
            PackedConv whole,
            List<List<Part>> parts) {
        this.outChannels = outChannels;
        this.inPerGroup = inPerGroup;
        this.groups = groups;
        this.reach = reach;
        this.whole = whole;
        this.parts = parts;
    }

    /**
     * Packs weights, as {@link PackedConv#of} does.
     *
     * @param weights whole numbers
     * @param largest bound of the inputs' magnitudes; its product with any weight is below 2^24
     */
    public static ExactConv of(
            float[] weights,
            int off,
            int outChannels,
            int inPerGroup,
            int groups,
            int[] kernel,
            float largest) {
        int places = Window.product(kernel);
        int rows = outChannels / groups;
        PartFinder finder = new PartFinder(weights, inPerGroup * places, EXACT / largest);
        List<List<Part>> parts = new ArrayList<>();
        boolean one = true;
        for (int g = 0; g < groups; g++) {
            int first = off + g * rows * inPerGroup * places;
            int[] ends = finder.split(first, rows);
            one &= ends.length <= 1;
            List<Part> ofGroup = new ArrayList<>();
            for (int p = 0; p < ends.length; p++) {
                int from = p == 0 ? 0 : ends[p - 1];
                ofGroup.add(part(weights, first, rows, inPerGroup, places, from, ends[p], kernel));
            }
            parts.add(ofGroup);
        }
        PackedConv whole =
                one ? PackedConv.of(weights, off, outChannels, inPerGroup, groups, kernel) : null;
        double reach = finder.largestSum(off, outChannels) * largest;
        return new ExactConv(
                outChannels, inPerGroup, groups, reach, whole, one ? List.of() : parts);
    }

    /**
     * The part of the columns {@code from} to {@code to - 1}, others of its channels being zero.
     */
    private static Part part(
            float[] weights,
            int off,
            int rows,
            int channels,
            int places,
            int from,
            int to,
            int[] kernel) {
        int first = from / places;
        int last = (to - 1) / places;
        int k = (last - first + 1) * places;
        float[] chosen = new float[rows * k];
        for (int r = 0; r < rows; r++) {
            int row = off + r * channels * places;
            System.arraycopy(weights, row + from, chosen, r * k + from - first * places, to - from);
        }
        return new Part(first, PackedConv.of(chosen, 0, rows, last - first + 1, 1, kernel));
    }

    /** Floats of scratch memory that {@link #run} wants. */
    public int scratch(Window window) {
        return Math.multiplyExact(outChannels, Window.product(window.out()));
    }

    /**
     * Convolves.
     *
     * @param x whole numbers within the bound, (batch, channels, spatial…)
     * @param y takes the sums
     * @param scratch at least {@link #scratch} floats
     */
    public void run(
            int batch,
            Window window,
            float[] x,
            int xOff,
            int[] y,
            int yOff,
            float[] scratch,
            Workers workers) {
        int inSize = Window.product(window.in());
        int outSize = Window.product(window.out());
        int rows = outChannels / groups;
        for (int n = 0; n < batch; n++) {
            int from = xOff + n * groups * inPerGroup * inSize;
            int to = yOff + n * outChannels * outSize;
            if (whole != null) {
                whole.run(1, window, x, from, scratch, 0, Ending.PLAIN, workers);
                Integers.add(outChannels * outSize, scratch, 0, y, to, true, workers);
                continue;
            }
            for (int g = 0; g < groups; g++) {
                boolean first = true;
                for (Part p : parts.get(g)) {
                    int at = from + (g * inPerGroup + p.channel()) * inSize;
                    p.conv().run(1, window, x, at, scratch, 0, Ending.PLAIN, workers);
                    int out = to + g * rows * outSize;
                    Integers.add(rows * outSize, scratch, 0, y, out, first, workers);
                    first = false;
                }
                if (first) {
                    int out = to + g * rows * outSize;
                    Arrays.fill(y, out, out + rows * outSize, 0);
                }
            }
        }
    }

    /** Ints that {@link #toCodes} wants. */
    public int sums(Window window, int[] bias) {
        return isWhole(bias) ? 0 : scratch(window);
    }

    /** Are sums with their bias exact in float? */
    private boolean isWhole(int[] bias) {
        return whole != null && reach + Integers.largest(bias) <= EXACT;
    }

    /**
     * Convolves, adds a bias, and stores codes.
     *
     * @param x whole numbers within the bound, (batch, channels, spatial…)
     * @param bias one per output channel; null for none
     * @param sums at least {@link #sums} ints
     * @param scratch at least {@link #scratch} floats
     */
    public void toCodes(
            int batch,
            Window window,
            float[] x,
            int xOff,
            int[] bias,
            CodeStore codes,
            int[] sums,
            float[] scratch,
            Workers workers) {
        int inSize = groups * inPerGroup * Window.product(window.in());
        int plane = Window.product(window.out());
        boolean direct = isWhole(bias);
        float[] realBias = direct ? Integers.floats(bias) : null;
        for (int n = 0; n < batch; n++) {
            CodeStore image = codes.at(codes.off() + n * outChannels * plane);
            int from = xOff + n * inSize;
            if (direct) {
                Ending end = Ending.codes(realBias, false, image);
                whole.run(1, window, x, from, scratch, 0, end, workers);
            } else {
                run(1, window, x, from, sums, 0, scratch, workers);
                Integers.toCodes(outChannels, plane, sums, bias, false, scratch, image, workers);
            }
        }
    }
}
