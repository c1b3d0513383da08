package io.jquant.calibrate;

import io.jquant.grid.Range;

/**
 * Counts in bins of one width, a power of two, with which the larger side needs 2^(K−1) bins for K
 * histogram bits: bin k is [k·w, (k + 1)·w). They are made from a histogram that is nowhere
 * coarser, so nothing is guessed. Zeros are left out; they are exact on every grid. (A negative
 * value that lies on a border counts as the bin towards −∞, as its magnitude does towards +∞.)
 */
final class UniformBins {
    private static final int BIAS = 127;

    private final double width;
    private final int first; // the number of the lowest bin
    private final double[] counts;

    UniformBins(Statistics seen) {
        Histogram histogram = seen.histogram();
        Range range = seen.seen().withZero();
        int mantissaBits = histogram.layout().mantissaBits();
        double side = Math.scalb(1.0, mantissaBits + 1);
        double greatest = Math.max(-(double) range.min(), range.max());
        int exponent = Math.getExponent(greatest / side);
        double power = Math.scalb(1.0, exponent);
        width = power * side < greatest ? 2 * power : power;
        int below = range.min() < 0 ? (int) (-(double) range.min() / width) + 1 : 0;
        int above = range.max() > 0 ? (int) (range.max() / width) + 1 : 0;
        first = -below;
        counts = new double[Math.max(1, below + above)];
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (!histogram.isEmpty(block)) {
                add(histogram, block);
            }
        }
    }

    private void add(Histogram histogram, int block) {
        boolean negative = block >= BinLayout.EXPONENTS;
        int bins = histogram.layout().blockLength();
        double power = Math.scalb(1.0, block % BinLayout.EXPONENTS - BIAS);
        for (int b = 0; b < bins; b++) {
            long n = histogram.count(block, b);
            if (n > 0) {
                int bin = (int) (power * (1 + (double) b / bins) / width);
                counts[(negative ? -1 - bin : bin) - first] += n;
            }
        }
    }

    double width() {
        return width;
    }

    /** The number of the bin whose count is {@code counts()[0]}. */
    int first() {
        return first;
    }

    /** Whole numbers. */
    double[] counts() {
        return counts;
    }
}
