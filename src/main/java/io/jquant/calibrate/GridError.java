package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;

/**
 * The squared error of laying a tensor on a quantization grid, clipping included, summed over its
 * values.
 *
 * <p>Rounding x ≥ 0 to the nearest of 0, s, 2s … Ks moves it to the next code at each threshold
 * {@code t_k = s(k − ½)} that it exceeds, and there the squared error falls by {@code 2s(x − t_k)}
 * against staying. So the error is
 *
 * <pre>D = Σx² − 2s · Σ_{k=1…K} Σ_x max(0, x − t_k)</pre>
 *
 * and likewise for the magnitudes of the negative values: 255 look-ups in two {@link Tail}s,
 * however many bins there are. This is the sum over the cells of the grid (Σ of ΔC2 − 2rΔC1 +
 * r²ΔC0), rearranged.
 */
final class GridError {
    /** Thresholds of a grid with 256 codes. */
    static final int THRESHOLDS = QuantParams.HIGHEST - QuantParams.LOWEST;

    private final Tail negative;
    private final Tail positive;
    private final double energy;

    GridError(Statistics seen) {
        this(seen, seen.histogram());
    }

    private GridError(Statistics seen, BinCounts counts) {
        Range range = seen.seen();
        double low = range.min();
        double high = range.max();
        negative = new Tail(counts, true, Math.max(0, 0 - high), Math.max(0, 0 - low));
        positive = new Tail(counts, false, Math.max(0, low), Math.max(0, high));
        energy = negative.energy() + positive.energy();
    }

    /** The errors of a group of samples whose coarse histogram is sharpened by that of all. */
    static GridError ofGroup(Statistics group, Histogram all) {
        return new GridError(group, new SharpenedCounts(group, all));
    }

    Tail negative() {
        return negative;
    }

    Tail positive() {
        return positive;
    }

    /** Is the grid laid around zero for these values? */
    boolean isCentred(Grid grid) {
        return grid.isCentred(
                new Range(negative.count() > 0 ? -1 : 0, positive.count() > 0 ? 1 : 0));
    }

    /**
     * The scale of a grid that spans half of the values that are not zero: no method goes below.
     */
    double narrowestScale() {
        // The lesser of two bounds that both hold half of a side's values is low enough.
        double below = negative.thresholdFor(negative.count() / 2);
        double above = positive.thresholdFor(positive.count() / 2);
        double median = below == 0 ? above : above == 0 ? below : Math.min(below, above);
        return Math.max(median / THRESHOLDS, Float.MIN_NORMAL);
    }

    /** All that a grid can represent on the sides that there are values on. */
    Range range(double scale, int below, int above) {
        double least = negative.count() > 0 ? scale * below : 0;
        double most = positive.count() > 0 ? scale * above : 0;
        return new Range(
                0f - (float) Math.min(least, Float.MAX_VALUE),
                (float) Math.min(most, Float.MAX_VALUE));
    }

    /** Sum of the squares of all values. */
    double energy() {
        return energy;
    }

    /**
     * The error of the grid that is emitted for a range. On a symmetric grid for both signs code
     * −128 is not counted on, as no symmetric range reaches it.
     */
    double of(Range range, Grid grid) {
        QuantParams p = grid.params(range);
        Range r = range.withZero();
        boolean centred = grid.isCentred(r);
        int below = centred ? QuantParams.HIGHEST : p.zeroPoint() - QuantParams.LOWEST;
        return of(p.scale(), below, QuantParams.HIGHEST - p.zeroPoint());
    }

    /**
     * The error of a grid.
     *
     * @param below number of codes below zero
     * @param above number of codes above zero
     */
    double of(double scale, int below, int above) {
        double sum = 0;
        for (int k = 1; k <= below; k++) {
            sum += negative.excess(scale * (k - 0.5));
        }
        for (int k = 1; k <= above; k++) {
            sum += positive.excess(scale * (k - 0.5));
        }
        return Math.max(0, energy - 2 * scale * sum);
    }

    /**
     * The best number of codes below zero for a scale on a grid of 256 codes. The terms of the sum
     * fall with k, so the best 255 thresholds are found by taking the greater next term of the two
     * signs each time.
     */
    int bestBelow(double scale) {
        int below = 0;
        int above = 0;
        double nextBelow = negative.excess(scale / 2);
        double nextAbove = positive.excess(scale / 2);
        while (below + above < THRESHOLDS) {
            if (nextBelow > nextAbove) {
                below++;
                nextBelow = negative.excess(scale * (below + 0.5));
            } else {
                above++;
                nextAbove = positive.excess(scale * (above + 0.5));
            }
        }
        return below;
    }
}
