package io.jquant.calibrate;

import io.jquant.grid.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * What calibration keeps of the values of a tensor: exact extremes, counts, and, if the range
 * method asks for it, a histogram and coarser ones of groups of samples. Its size does not depend
 * on the amount of data, and merging is exact: the same values give the same statistics in whatever
 * order and portions they come.
 */
public final class Statistics {
    private final Extremes extremes;
    private final Histogram histogram;
    private final List<Statistics> groups = new ArrayList<>();

    private Statistics(Extremes extremes, Histogram histogram) {
        this.extremes = extremes;
        this.histogram = histogram;
    }

    /**
     * Statistics of nothing.
     *
     * @param layout the bins, or null for no histogram
     */
    Statistics(BinLayout layout) {
        this(new Extremes(), layout == null ? null : new Histogram(layout, true));
    }

    /**
     * Statistics of nothing with groups.
     *
     * @param groups how many groups of samples are kept apart
     */
    Statistics(BinLayout layout, int groups) {
        this(layout);
        for (int g = 0; g < groups; g++) {
            Histogram coarse = new Histogram(layout.ofGroups(), false);
            this.groups.add(new Statistics(new Extremes(), coarse));
        }
    }

    /** Statistics of an array, for the bits of {@code --histogram-bits}. */
    public static Statistics of(float[] values, int histogramBits) {
        return ofSamples(histogramBits, values);
    }

    /** Statistics of several samples, each a group of its own if there are more than one. */
    static Statistics ofSamples(int histogramBits, float[]... samples) {
        BinLayout layout = BinLayout.ofHistogramBits(histogramBits);
        Statistics s = new Statistics(layout, samples.length == 1 ? 0 : samples.length);
        BinCounter counter = new BinCounter(layout);
        for (int i = 0; i < samples.length; i++) {
            Extremes extremes = new Extremes();
            extremes.add(samples[i], 0, samples[i].length);
            s.add(extremes, i);
            int length = samples[i].length;
            int to;
            for (int from = 0; from < length; from = to) {
                to = Math.min(length - from, BinCounter.MOST_VALUES) + from;
                counter.count(samples[i], from, to, extremes);
                s.add(counter, i);
                counter.clear();
            }
        }
        return s;
    }

    /**
     * Adds the extremes of one tensor.
     *
     * @param group the group of the sample, not looked at without groups
     */
    void add(Extremes some, int group) {
        extremes.merge(some);
        if (!groups.isEmpty()) {
            groups.get(group).extremes.merge(some);
        }
    }

    /** Adds the values of one tensor, or some of them, to the histograms. There must be one. */
    void add(BinCounter counted, int group) {
        counted.addTo(histogram);
        if (!groups.isEmpty()) {
            counted.addTo(groups.get(group).histogram);
        }
    }

    /** Adds other statistics, which do not change; their groups stay apart. */
    void merge(Statistics other) {
        extremes.merge(other.extremes);
        if (histogram != null) {
            histogram.merge(other.histogram);
        }
        groups.addAll(other.groups);
    }

    /** Adds other statistics of the same samples, group by group. */
    void mergeGroups(Statistics other) {
        extremes.merge(other.extremes);
        if (histogram != null) {
            histogram.merge(other.histogram);
        }
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).mergeGroups(other.groups.get(g));
        }
    }

    /** The groups of samples that were kept apart, those without a finite value left out. */
    List<Statistics> groups() {
        return groups.stream().filter(g -> !g.isEmpty()).toList();
    }

    /** These statistics without the far values of masks; this when there are none. */
    Statistics withoutMasks() {
        return extremes.hasMasks() ? withoutFar() : this;
    }

    private Statistics withoutFar() {
        Statistics rest =
                new Statistics(
                        extremes.withoutFar(), histogram == null ? null : histogram.withoutFar());
        for (Statistics g : groups) {
            rest.groups.add(g.withoutFar());
        }
        return rest;
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
