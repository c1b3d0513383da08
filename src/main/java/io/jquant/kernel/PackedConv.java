package io.jquant.kernel;

import io.jquant.support.Workers;

/**
 * The weights of a convolution in the order in which they are read, packed once. Tensors are laid
 * out (batch, channel, spatial…), weights (output channel, channel of the group, spatial…), for any
 * number of spatial axes. Each output sums over channels, then over the places of the window, in
 * order, with fused multiply-add; padding takes part as zeros.
 *
 * <p>Objects are immutable but for what is remembered of the last window, and may be shared by
 * threads.
 */
public final class PackedConv {
    /** Outputs per input channel up to which a channel of its own is not worth a matrix product. */
    private static final int DEPTHWISE_OUTPUTS = 4;

    private final int outChannels;
    private final int inPerGroup;
    private final int groups;
    private final int places;
    private final PackedLeft[] matrices;
    private final float[] depthwise;

    /** The only matrix once more, for windows that see the whole input; made when it is needed. */
    private volatile PackedRight columns;

    private volatile ConvPlan lastPlan;
    private volatile SlidingPlan lastSlidingPlan;

    private PackedConv(
            float[] weights, int off, int outChannels, int inPerGroup, int groups, int places) {
        this.outChannels = outChannels;
        this.inPerGroup = inPerGroup;
        this.groups = groups;
        this.places = places;
        int rows = outChannels / groups;
        int k = inPerGroup * places;
        if (inPerGroup == 1 && groups > 1 && rows <= DEPTHWISE_OUTPUTS) {
            this.depthwise = new float[outChannels * k];
            System.arraycopy(weights, off, depthwise, 0, depthwise.length);
            this.matrices = new PackedLeft[0];
        } else {
            this.depthwise = null;
            this.matrices = new PackedLeft[groups];
            for (int g = 0; g < groups; g++) {
                matrices[g] = PackedLeft.of(rows, k, weights, off + g * rows * k, k, 1);
            }
        }
    }

    /**
     * Packs weights.
     *
     * @param off where they begin
     * @param inPerGroup input channels of one group
     * @param kernel sizes of the window
     */
    public static PackedConv of(
            float[] weights, int off, int outChannels, int inPerGroup, int groups, int[] kernel) {
        if (groups < 1 || outChannels % groups != 0) {
            throw new IllegalArgumentException(
                    outChannels + " output channels in " + groups + " groups");
        }
        return new PackedConv(
                weights, off, outChannels, inPerGroup, groups, Window.product(kernel));
    }

    /**
     * Convolves.
     *
     * @param x the input, (batch, groups · inPerGroup, window.in()…) from {@code xOff} on
     * @param y takes the output, (batch, outChannels, window.out()…) from {@code yOff} on
     * @param ending rows are output channels
     */
    public void run(
            int batch,
            Window window,
            float[] x,
            int xOff,
            float[] y,
            int yOff,
            Ending ending,
            Workers workers) {
        if (Window.product(window.kernel()) != places) {
            throw new IllegalArgumentException(window + " for weights of " + places + " places");
        }
        if (batch == 0 || outChannels == 0 || Window.product(window.out()) == 0) {
            return;
        }
        if (depthwise != null) {
            int multiplier = outChannels / groups;
            SlidingPlan plan = slidingPlan(window);
            new DepthwiseCall(plan, depthwise, multiplier, groups, x, xOff, y, yOff, ending)
                    .run(batch, workers);
        } else if (groups == 1 && window.isWhole()) {
            whole(batch, x, xOff, y, yOff, ending, workers);
        } else if (window.isPointwise()) {
            pointwise(batch, Window.product(window.in()), x, xOff, y, yOff, ending, workers);
        } else {
            new ConvCall(plan(window), matrices, inPerGroup, x, xOff, y, yOff, ending)
                    .run(batch, workers);
        }
    }

    private SlidingPlan slidingPlan(Window window) {
        SlidingPlan plan = lastSlidingPlan;
        if (plan == null || !plan.window.equals(window)) {
            plan = new SlidingPlan(window);
            lastSlidingPlan = plan;
        }
        return plan;
    }

    private ConvPlan plan(Window window) {
        ConvPlan plan = lastPlan;
        if (plan == null || !plan.window.equals(window)) {
            plan = new ConvPlan(window, inPerGroup);
            lastPlan = plan;
        }
        return plan;
    }

    /** One output per channel: the input is a row and the weights are columns of a product. */
    private void whole(
            int batch, float[] x, int xOff, float[] y, int yOff, Ending ending, Workers workers) {
        PackedRight weights = columns;
        int k = inPerGroup * places;
        if (weights == null) {
            weights = matrices[0].toRight();
            columns = weights;
        }
        Strided left = new Strided(x, xOff, k, 1);
        new GemmCall(
                        batch,
                        outChannels,
                        k,
                        left,
                        null,
                        null,
                        weights,
                        y,
                        yOff,
                        outChannels,
                        ending.withBiasPerColumn(),
                        yOff,
                        0)
                .run(workers);
    }

    /** A matrix product of the weights and the input as it lies. */
    private void pointwise(
            int batch,
            int pixels,
            float[] x,
            int xOff,
            float[] y,
            int yOff,
            Ending ending,
            Workers workers) {
        int rows = outChannels / groups;
        boolean many = batch * groups >= 2 * workers.threads();
        Workers outer = many ? workers : Workers.SERIAL;
        Workers inner = many ? Workers.SERIAL : workers;
        outer.forEach(
                batch * groups,
                i -> {
                    Strided right = new Strided(x, xOff + i * inPerGroup * pixels, pixels, 1);
                    int off = yOff + i * rows * pixels;
                    new GemmCall(
                                    rows,
                                    pixels,
                                    inPerGroup,
                                    null,
                                    matrices[i % groups],
                                    right,
                                    null,
                                    y,
                                    off,
                                    pixels,
                                    ending,
                                    yOff,
                                    i % groups * rows)
                            .run(inner);
                });
    }
}
