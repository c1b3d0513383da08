package io.jquant.rewrite;

import java.util.Arrays;

/**
 * Lowers scales of weights where the numbers that are clipped cost less than what the others gain.
 * Candidates are {@value #CANDIDATES} shares of the scale of the greatest magnitude, {@value #STEP}
 * apart; the squared errors are summed over all channels of a scale, in a fixed order.
 */
final class WeightScales {
    private static final int CANDIDATES = 16;
    private static final double STEP = 0.02;

    private final WeightLayout layout;
    private final float[] weights;
    private final double[] energy;

    /**
     * @param energy mean square of the activations for each input channel, all groups together;
     *     null when it is not known
     */
    WeightScales(WeightLayout layout, float[] weights, double[] energy) {
        this.layout = layout;
        this.weights = weights;
        this.energy = energy;
    }

    /** Lowers the scales of the greatest magnitudes in place. */
    void lower(float[] scales, WeightRanges how) {
        if (how == WeightRanges.MAX) {
            return;
        }
        double[][] errors = new double[scales.length][CANDIDATES];
        for (int c = 0; c < layout.channels(); c++) {
            int s = layout.scaleIndex(c);
            for (int i = 0; i < CANDIDATES && scales[s] > 0; i++) {
                errors[s][i] += error(c, candidate(scales[s], i), null);
            }
        }
        float[] lowered = scales.clone();
        for (int s = 0; s < scales.length; s++) {
            int best = 0;
            for (int i = 1; i < CANDIDATES; i++) {
                best = errors[s][i] < errors[s][best] ? i : best;
            }
            lowered[s] = candidate(scales[s], best);
        }
        boolean[] kept = new boolean[scales.length];
        Arrays.fill(kept, how == WeightRanges.MSE || energy == null);
        if (how == WeightRanges.AUTO && energy != null) {
            double[] gain = new double[scales.length];
            for (int c = 0; c < layout.channels(); c++) {
                int s = layout.scaleIndex(c);
                if (lowered[s] < scales[s]) {
                    gain[s] += error(c, scales[s], energy) - error(c, lowered[s], energy);
                }
            }
            for (int s = 0; s < scales.length; s++) {
                kept[s] = gain[s] > 0;
            }
        }
        for (int s = 0; s < scales.length; s++) {
            scales[s] = kept[s] ? lowered[s] : scales[s];
        }
    }

    private static float candidate(float scale, int index) {
        return index == 0 ? scale : (float) (scale * (1 - index * STEP));
    }

    private double error(int channel, float scale, double[] weighting) {
        int base = layout.base()[channel];
        int first = layout.inputBase()[channel];
        int[] order = layout.order();
        double sum = 0;
        for (int k = 0; k < order.length; k++) {
            float w = weights[base + order[k]];
            double d = w - (double) scale * WeightQuantizer.code(w, scale);
            sum += d * d * (weighting == null ? 1 : weighting[first + layout.input()[k]]);
        }
        return sum;
    }
}
