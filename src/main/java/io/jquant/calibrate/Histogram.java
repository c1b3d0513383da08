package io.jquant.calibrate;

import java.util.Arrays;

/**
 * How often the values of a tensor fell into the bins of a {@link BinLayout}. Counts are integers,
 * so merging is exact, in any order.
 *
 * <p>Zero has a counter of its own: it is exact on every grid and costs nothing, and behind a Relu
 * half of the values are zero. Magnitudes below the least normal float count as zero, for no scale
 * is as small as that. Infinities and NaN are left out.
 */
final class Histogram implements BinCounts {
    private final BinLayout layout;
    private final int[][] narrow = new int[BinLayout.BLOCKS][];
    private final BinSums sums; // null when no means are known
    private long[][] wide; // instead of narrow, from when a count might leave the range of int
    private long zeros;
    private long total;

    /**
     * @param means will the mean of the values in a bin be asked for?
     */
    Histogram(BinLayout layout, boolean means) {
        this(layout, means ? new BinSums(layout.blockLength()) : null);
    }

    private Histogram(BinLayout layout, BinSums sums) {
        this.layout = layout;
        this.sums = sums;
    }

    @Override
    public BinLayout layout() {
        return layout;
    }

    /** Values that are zero. */
    long zeros() {
        return zeros;
    }

    /** Values in all bins, zeros included. */
    long total() {
        return total;
    }

    /** How many values fell into a bin. */
    long count(int block, int bin) {
        if (wide != null) {
            return wide[block] == null ? 0 : wide[block][bin];
        }
        return narrow[block] == null ? 0 : narrow[block][bin];
    }

    @Override
    public double in(int block, int bin) {
        return count(block, bin);
    }

    @Override
    public boolean isEmpty(int block) {
        return wide != null ? wide[block] == null : narrow[block] == null;
    }

    @Override
    public boolean knowsMeans(int block) {
        return sums != null && sums.of(block) != null;
    }

    /** The mean of the values in a bin; its middle where that is not known or there are none. */
    @Override
    public double mean(int block, int bin) {
        long count = count(block, bin);
        if (!knowsMeans(block) || count == 0) {
            return 0.5;
        }
        return sums.of(block)[bin] / Math.scalb((double) count, layout.shift());
    }

    /**
     * That of an even spread, of which a few values are expected to show less around their own
     * mean; a single one none.
     */
    @Override
    public double spread(int block, int bin) {
        if (!knowsMeans(block)) {
            return 0.5;
        }
        double mean = mean(block, bin);
        double even = 0.5 * Math.sqrt(1 - 1.0 / Math.max(1, count(block, bin)));
        return Math.min(even, Math.min(mean, 1 - mean));
    }

    /**
     * Adds the counts of one block, and the sums if their bins are those of this histogram.
     *
     * @param block sign and exponent
     * @param counts as {@link BinCounter} packs them
     * @param from where its counts begin
     * @param step so many of them make one bin here
     * @param sum of the counts
     */
    void addBlock(int block, long[] counts, int from, int step, int sum) {
        int exponent = block % BinLayout.EXPONENTS;
        if (exponent == BinLayout.NOT_FINITE) {
            return;
        }
        int length = layout.blockLength();
        total += sum;
        if (exponent == 0) {
            zeros += sum;
            return;
        }
        if (sums != null) {
            addSums(block, counts, from, step);
        }
        if (wide == null && total > Integer.MAX_VALUE) {
            widen();
        }
        if (wide != null) {
            long[] to = wideBlock(block);
            for (int i = 0; i < length * step; i++) {
                to[i / step] += counts[from + i] >>> BinCounter.SUM_BITS;
            }
            return;
        }
        if (narrow[block] == null) {
            narrow[block] = new int[length];
        }
        int[] to = narrow[block];
        if (step == 1) {
            for (int i = 0; i < length; i++) {
                to[i] += (int) (counts[from + i] >>> BinCounter.SUM_BITS);
            }
        } else {
            for (int i = 0, c = from; i < length; i++) {
                int bin = 0;
                for (int end = c + step; c < end; c++) {
                    bin += (int) (counts[c] >>> BinCounter.SUM_BITS);
                }
                to[i] += bin;
            }
        }
    }

    private void addSums(int block, long[] counts, int from, int step) {
        if (step != 1) {
            throw new IllegalArgumentException("sums of bins taken together");
        }
        long[] to = sums.reach(block);
        for (int i = 0; to != null && i < to.length; i++) {
            to[i] += counts[from + i] & BinCounter.SUM_MASK;
        }
    }

    /** Adds what another histogram of the same layout has counted. */
    void merge(Histogram other) {
        if (!layout.equals(other.layout)) {
            throw new IllegalArgumentException(layout + " and " + other.layout);
        }
        if (sums != null) {
            sums.merge(other.sums);
        }
        zeros += other.zeros;
        total += other.total;
        if (wide == null && total > Integer.MAX_VALUE) {
            widen();
        }
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (other.isEmpty(block)) {
                continue;
            }
            if (wide != null) {
                long[] to = wideBlock(block);
                for (int i = 0; i < to.length; i++) {
                    to[i] += other.count(block, i);
                }
            } else if (narrow[block] == null) {
                narrow[block] = other.narrow[block].clone();
            } else {
                int[] to = narrow[block];
                for (int i = 0; i < to.length; i++) {
                    to[i] += other.narrow[block][i];
                }
            }
        }
    }

    /** The same without values of at least {@link Extremes#FAR}; shares the counts. */
    Histogram withoutFar() {
        Histogram rest = new Histogram(layout, sums == null ? null : sums.withoutFar());
        int from = Float.floatToRawIntBits(Extremes.FAR) >>> BinLayout.MANTISSA;
        rest.wide = wide == null ? null : new long[BinLayout.BLOCKS][];
        rest.zeros = zeros;
        rest.total = zeros;
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (isEmpty(block) || block % BinLayout.EXPONENTS >= from) {
                continue;
            }
            if (wide != null) {
                rest.wide[block] = wide[block];
            } else {
                rest.narrow[block] = narrow[block];
            }
            for (int i = 0; i < layout.blockLength(); i++) {
                rest.total += count(block, i);
            }
        }
        return rest;
    }

    private long[] wideBlock(int block) {
        if (wide[block] == null) {
            wide[block] = new long[layout.blockLength()];
        }
        return wide[block];
    }

    private void widen() {
        wide = new long[BinLayout.BLOCKS][];
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (narrow[block] != null) {
                wide[block] = Arrays.stream(narrow[block]).asLongStream().toArray();
                narrow[block] = null;
            }
        }
    }
}
