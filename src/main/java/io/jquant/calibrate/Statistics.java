package io.jquant.calibrate;

import io.jquant.grid.Range;

/**
 * What calibration keeps of the values of a tensor: exact extremes, counts, and, if the range
 * method asks for it, a histogram. Its size does not depend on the amount of data, and merging is
 * exact: the same values give the same statistics in whatever order and portions they come.
 */
public final class Statistics {
    private final Extremes extremes = new Extremes();
    private final Histogram histogram;

    /**
     * Statistics of nothing.
     *
     * @param layout the bins, or null for no histogram
     */
    Statistics(BinLayout layout) {
        histogram = layout == null ? null : new Histogram(layout);
    }

    /** Statistics of an array, for the bits of {@code --histogram-bits}. */
    public static Statistics of(float[] values, int histogramBits) {
        BinLayout layout = BinLayout.ofHistogramBits(histogramBits);
        Statistics s = new Statistics(layout);
        BinCounter counter = new BinCounter(layout);
        counter.count(values, 0, values.length);
        Extremes extremes = new Extremes();
        extremes.add(values, 0, values.length);
        s.add(extremes, counter);
        return s;
    }

    /**
     * Adds the values of one tensor.
     *
     * @param counter what was counted of them, empty afterwards; not looked at without a histogram
     */
    void add(Extremes some, BinCounter counter) {
        extremes.merge(some);
        if (histogram != null) {
            counter.drainTo(histogram);
        }
    }

    /** Adds other statistics, which do not change. */
    void merge(Statistics other) {
        extremes.merge(other.extremes);
        if (histogram != null) {
            histogram.merge(other.histogram);
        }
    }

    /** Was there no finite value? */
    public boolean isEmpty() {
        return extremes.finite() == 0;
    }

    /** Number of values, those that are not finite included. */
    public long count() {
        return extremes.count();
    }

    /** Number of finite values. */
    public long finite() {
        return extremes.finite();
    }

    /** Number of NaN. */
    public long nan() {
        return extremes.nan();
    }

    /** Number of infinities of both signs. */
    public long infinite() {
        return extremes.infinite();
    }

    /** Least and greatest finite value. There must be one. */
    public Range seen() {
        return extremes.range();
    }

    Extremes extremes() {
        return extremes;
    }

    public boolean hasHistogram() {
        return histogram != null;
    }

    /** The histogram; there must be one. */
    Histogram histogram() {
        if (histogram == null) {
            throw new IllegalStateException("no histogram was kept");
        }
        return histogram;
    }
}
