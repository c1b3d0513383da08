package io.jquant.rewrite;

import io.jquant.calibrate.ChannelStatistics;
import io.jquant.calibrate.TensorRange;
import io.jquant.graph.Node;
import io.jquant.grid.QuantParams;
import io.jquant.tensor.SymbolicShape;
import java.util.Arrays;

/**
 * What calibration says of the stored codes that a heavy operator multiplies, per input channel.
 */
final class InputCodes {
    /**
     * The fewer samples, the further the next one may lie beyond the extremes of all: with n
     * samples extremes are taken to be 1 + 4/n times as large. Measured with 15 calibration
     * pictures on face-mesh-468, .6 % of the channels are then cut on others; with 1 + 2/n times it
     * is 3.7 %. In decibels both are the same.
     */
    private static final float HEADROOM = 4;

    /**
     * Where the ranges of two halves of the samples lie apart by this share of the range, there
     * were too few samples to know any extreme: each channel may reach the highest code.
     */
    private static final double UNLIKE = 0.125;

    /**
     * Fewer samples than these tell no extreme either. With 4 files of magika's text 8 % of the
     * channels of its first convolution are cut on others, with 8 none.
     */
    private static final int FEW_SAMPLES = 8;

    /**
     * A channel that was seen at no more places than these, in all samples together, may reach what
     * any channel of the tensor reached; at n times as many, an n-th of the way to it.
     */
    private static final double FEW_PLACES = 8;

    private InputCodes() {}

    /** The axis of a heavy operator's first operand along which it sums. */
    static int channelAxis(Node node) {
        return switch (node.opType()) {
            case "Conv", "ConvTranspose" -> 1;
            case "Gemm" -> node.attributes().getBoolean("transA", false) ? 0 : -1;
            default -> -1;
        };
    }

    /**
     * The guard of an operator whose activations are stored as code + 128.
     *
     * @param channels input channels, all groups together
     * @param seen what calibration saw of the operand; null when it saw nothing
     */
    static PairSumGuard guard(
            Node node, int channels, QuantParams params, TensorRange seen, int limit) {
        int least = isPadded(node) ? stored(params, 0) : 0;
        int[] largest = new int[channels];
        double[] energy = new double[channels];
        ChannelStatistics per = seen == null ? null : seen.channels();
        if (per == null || per.channels() != channels || per.axis() != channelAxis(node)) {
            Arrays.fill(
                    largest,
                    Math.max(least, seen == null ? 255 : stored(params, seen.seen().max())));
            Arrays.fill(energy, 1);
            return new PairSumGuard(limit, largest, energy);
        }
        float headroom = HEADROOM / Math.max(1, seen.samples());
        float others = (float) Math.min(1, FEW_PLACES / places(node, seen.samples()));
        boolean unlike = seen.splitHalf() >= UNLIKE || seen.samples() < FEW_SAMPLES;
        double total = 0;
        for (int c = 0; c < channels; c++) {
            float max = per.max()[c];
            float reach = Math.max(beyond(max, headroom), max + (seen.seen().max() - max) * others);
            int reached = unlike ? 255 : stored(params, reach);
            largest[c] = Math.max(least, reached);
            double mean = Double.isFinite(per.mean()[c]) ? per.mean()[c] : 0;
            double square = Double.isFinite(per.meanSquare()[c]) ? per.meanSquare()[c] : 0;
            energy[c] = Math.max(0, square - InputMoments.RETURNED * mean * mean);
            total += energy[c];
        }
        // A channel that was silent in calibration still counts a little.
        double floor = Math.max(total / channels * 1e-4, Double.MIN_NORMAL);
        for (int c = 0; c < channels; c++) {
            energy[c] = Math.max(energy[c], floor);
        }
        return new PairSumGuard(limit, largest, energy);
    }

    /**
     * At how many places calibration saw each channel, as far as the shape is known: an axis of
     * unknown length is that of pictures or of time and long, unless it is the first.
     */
    private static double places(Node node, long samples) {
        SymbolicShape s = Facts.shape(node.input(0));
        double places = Math.max(1, samples);
        int rank = s == null ? 0 : s.rank();
        for (int i = 0; i < rank; i++) {
            if (i != Math.floorMod(channelAxis(node), rank)) {
                long length = s.size(i);
                places *= length > 0 ? length : i == 0 ? 1 : FEW_PLACES;
            }
        }
        return places;
    }

    private static float beyond(float max, float headroom) {
        return max + Math.abs(max) * headroom;
    }

    private static int stored(QuantParams p, float x) {
        return Float.isNaN(x) ? 255 : p.quantize(x) + 128;
    }

    /** Padding is summed as zero, whose code is the zero point. */
    private static boolean isPadded(Node node) {
        if (!node.is("Conv")) {
            return false;
        }
        String auto = node.attributes().getString("auto_pad", "NOTSET");
        long[] pads = node.attributes().getInts("pads");
        return auto.startsWith("SAME")
                || (pads != null && Arrays.stream(pads).anyMatch(p -> p > 0));
    }
}
