package io.jquant.recover;

import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;

/**
 * What a layer computes from quantized inputs, beside what it should be: for bins of the former,
 * how many values lie there and the sum of their float twins y. With it the error of any grid is
 *
 * <pre>Σ (q(x) − y)² = Σ y² + Σ_codes v · (v · n − 2 Σ y)</pre>
 *
 * where v is the number that a code stands for, and n values have that code: 256 look-ups.
 */
final class JointCounts {
    private static final int BINS = 1 << 14;

    private final double low;
    private final double width;
    private final long[] counts = new long[BINS];
    private final double[] sums = new double[BINS];
    private double energy;
    private long[] countsBelow;
    private double[] sumsBelow;

    /**
     * @param within what lies outside is counted in the outermost bins; a grid that ends inside of
     *     it has the same error all the same
     */
    JointCounts(Range within) {
        low = within.min();
        width = Math.max(((double) within.max() - low) / BINS, Double.MIN_NORMAL);
    }

    private JointCounts(double low, double width) {
        this.low = low;
        this.width = width;
    }

    /** Another one of the same bounds. */
    JointCounts empty() {
        return new JointCounts(low, width);
    }

    /** Adds values; what is not finite on either side is left out. */
    void add(float[] have, float[] want, int size) {
        for (int i = 0; i < size; i++) {
            double x = have[i];
            double y = want[i];
            if (Double.isFinite(x) && Double.isFinite(y)) {
                int bin = (int) Math.max(0, Math.min(BINS - 1, (x - low) / width));
                counts[bin]++;
                sums[bin] += y;
                energy += y * y;
            }
        }
    }

    /** Adds what another one of the same bounds has counted. */
    void merge(JointCounts other) {
        for (int i = 0; i < BINS; i++) {
            counts[i] += other.counts[i];
            sums[i] += other.sums[i];
        }
        energy += other.energy;
    }

    /** Nothing is added after this. */
    void finish() {
        countsBelow = new long[BINS + 1];
        sumsBelow = new double[BINS + 1];
        for (int i = 0; i < BINS; i++) {
            countsBelow[i + 1] = countsBelow[i] + counts[i];
            sumsBelow[i + 1] = sumsBelow[i] + sums[i];
        }
    }

    /** How many values were counted. */
    long size() {
        return countsBelow[BINS];
    }

    /** Sum of the squares of the float values. */
    double energy() {
        return energy;
    }

    /** The squared error of a grid. */
    double error(QuantParams p) {
        double sum = energy;
        int from = 0;
        for (int code = QuantParams.LOWEST; code <= QuantParams.HIGHEST; code++) {
            int to =
                    code == QuantParams.HIGHEST
                            ? BINS
                            : binsBelow(p.scale() * (code + 0.5 - p.zeroPoint()));
            double v = p.dequantize(code);
            sum +=
                    v
                            * (v * (countsBelow[to] - countsBelow[from])
                                    - 2 * (sumsBelow[to] - sumsBelow[from]));
            from = to;
        }
        return Math.max(0, sum);
    }

    /** The share of the values that lie outside of a range. */
    double outside(Range r) {
        long inside = countsBelow[binsBelow(r.max())] - countsBelow[binsBelow(r.min())];
        return 1 - (double) inside / size();
    }

    /** The bins whose centres lie below a number. */
    private int binsBelow(double x) {
        return (int) Math.max(0, Math.min(BINS, Math.ceil((x - low) / width - 0.5)));
    }
}
