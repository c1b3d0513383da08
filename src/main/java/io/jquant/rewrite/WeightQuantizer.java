package io.jquant.rewrite;

import io.jquant.support.Workers;

/**
 * Lays weights on the symmetric 8-bit grid: zero point 0, codes in [-127, 127], one scale per
 * output channel, rounded to the nearest.
 *
 * <p>A scale is never so small that the bias, in units of input scale times weight scale, would
 * leave 2^30 (the sum of products needs the rest of the 32 bits), nor so small that this product
 * would be subnormal.
 *
 * <p>Rounded weights shift the mean of an output by Σ (w − s·q)·E[x]. Where the means of the
 * activations are known and there is a bias, it gives this back (bias correction: Nagel et al.,
 * Data-Free Quantization Through Weight Equalization and Bias Correction, 2019, section 4.2).
 */
final class WeightQuantizer {
    static final int HIGHEST = 127;

    /** The largest magnitude of a bias code. */
    static final double BIAS_LIMIT = 1 << 30;

    /** Weights below this are zero for any practical input. */
    private static final float LEAST_SCALE = 0x1p-100f;

    private final WeightLayout layout;
    private final float[] weights;
    private final float inputScale;
    private final float[] bias;
    private WeightRanges ranges = WeightRanges.MAX;
    private InputMoments inputs;
    private boolean returned;
    private Workers workers = Workers.SERIAL;
    private WeightMemo.Slot slot;

    /**
     * @param weights finite numbers
     * @param inputScale scale of the activation
     * @param bias one finite number per output channel, or null
     */
    WeightQuantizer(WeightLayout layout, float[] weights, float inputScale, float[] bias) {
        this.layout = layout;
        this.weights = weights;
        this.inputScale = inputScale;
        this.bias = bias;
    }

    /**
     * How scales are found; by the greatest magnitude unless this is called.
     *
     * @param known of the activations; null when nothing is
     */
    WeightQuantizer ranges(WeightRanges how, InputMoments known) {
        ranges = how;
        inputs = known;
        return this;
    }

    /** Lets the bias give back what the means of the outputs lose, as far as they are known. */
    WeightQuantizer returningMeans(boolean on) {
        returned = on;
        return this;
    }

    /** Who works; the caller alone unless this is called. */
    WeightQuantizer on(Workers many) {
        workers = many;
        return this;
    }

    /** Scales are found once and kept there. */
    WeightQuantizer remembered(WeightMemo.Slot where) {
        slot = where;
        return this;
    }

    /** The codes, after the guard, which may be null, has done its work. */
    QuantizedWeights quantize(PairSumGuard guard) {
        WeightRows rows = new WeightRows(layout, weights, workers);
        float[] scales = greatest(rows);
        float largest = 0;
        for (float s : scales) {
            largest = Math.max(largest, s);
        }
        WeightScales choice = new WeightScales(rows, inputs, returned);
        if (slot == null) {
            choice.choose(scales, ranges);
        } else {
            slot.choose(choice, scales);
        }
        int raised = 0;
        for (int i = 0; i < scales.length; i++) {
            if (scales[i] == 0) {
                scales[i] = largest > 0 ? largest : 1; // a dead channel: all codes are 0
            }
            scales[i] = Math.max(scales[i], leastScale());
        }
        for (int c = 0; c < layout.channels(); c++) {
            int i = layout.scaleIndex(c);
            float needed = bias == null ? 0 : scaleForBias(c);
            if (needed > scales[i]) {
                scales[i] = needed;
                raised++;
            }
        }
        byte[] codes = codes(rows, scales);
        int guarded = guard == null ? 0 : guard.repair(rows, codes, scales);
        double[] shift = returned && inputs != null ? lostMeans(rows, codes, scales) : null;
        byte[] laidOut = rows.laidOut(codes, weights.length);
        return new QuantizedWeights(laidOut, scales, layout.axis(), shift, guarded, raised);
    }

    /** The scales by which the greatest magnitudes get the highest code. */
    private float[] greatest(WeightRows rows) {
        float[] each = new float[layout.channels()];
        float[] w = rows.numbers();
        rows.forEachBlock(
                (from, to) -> {
                    for (int c = from; c < to; c++) {
                        float max = 0;
                        for (int k = rows.start(c); k < rows.start(c + 1); k++) {
                            max = Math.max(max, Math.abs(w[k]));
                        }
                        each[c] = (float) (max / (double) HIGHEST);
                    }
                });
        float[] scales = new float[layout.scaleCount()];
        for (int c = 0; c < each.length; c++) {
            int i = layout.scaleIndex(c);
            scales[i] = Math.max(scales[i], each[c]);
        }
        return scales;
    }

    private byte[] codes(WeightRows rows, float[] scales) {
        float[] w = rows.numbers();
        byte[] codes = new byte[w.length];
        rows.forEachBlock(
                (from, to) -> {
                    for (int c = from; c < to; c++) {
                        float s = scales[layout.scaleIndex(c)];
                        for (int k = rows.start(c); k < rows.start(c + 1); k++) {
                            codes[k] = (byte) code(w[k], s);
                        }
                    }
                });
        return codes;
    }

    /** What rounding takes from the mean of each output. */
    private double[] lostMeans(WeightRows rows, byte[] codes, float[] scales) {
        float[] w = rows.numbers();
        double[] lost = new double[layout.channels()];
        rows.forEachBlock(
                (from, to) -> {
                    for (int c = from; c < to; c++) {
                        double s = scales[layout.scaleIndex(c)];
                        int start = rows.start(c);
                        int in = layout.inputBase()[c];
                        for (int k = 0; k < rows.depth(); k++) {
                            double e = w[start + k] - s * codes[start + k];
                            lost[c] += e * inputs.mean()[in + layout.input()[k]];
                        }
                    }
                });
        return lost;
    }

    /** The code of a weight, as a number. */
    static double code(double weight, double scale) {
        return Math.max(-HIGHEST, Math.min(HIGHEST, Math.rint(weight / scale)));
    }

    private float leastScale() {
        return Math.max(LEAST_SCALE, Math.nextUp(Float.MIN_NORMAL / inputScale));
    }

    private float scaleForBias(int channel) {
        // A column of a batched weight has the bias of its place in the last axis.
        double b = Math.abs(bias[channel % bias.length]);
        return Math.nextUp((float) (b / (inputScale * BIAS_LIMIT)));
    }
}
