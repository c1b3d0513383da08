package io.jquant.calibrate;

import java.util.Arrays;

/**
 * Counts the values of one tensor into bins: the work table of one thread, used for one tensor
 * after the other. Its table is indexed by the leading bits of the float; what is added there is a
 * one in the upper part of the entry and the other bits of the mantissa in the lower part, so that
 * a value costs one addition for both its bin's count and its sum.
 *
 * <p>Behind a Relu half of the values are zero, and an increment of the same number would have to
 * wait for the one before. But magnitudes below the least normal float count as zero, and their
 * block has bins to spare: zeros that stand beside each other are counted in different ones.
 */
final class BinCounter {
    /** Neighbours whose zeros are counted apart: no more than any block has bins. */
    private static final int APART = 8;

    /** The bits of an entry that hold the sum. */
    static final int SUM_BITS = 40;

    static final long SUM_MASK = (1L << SUM_BITS) - 1;

    private static final long ONE = 1L << SUM_BITS;

    /** With more values than these an entry might overflow. */
    static final int MOST_VALUES = 1 << 22;

    private final BinLayout layout;
    private final long[] counts; // (count << SUM_BITS) + sum
    private final int[] blocks = new int[BinLayout.BLOCKS]; // those that hold counts
    private final int[] sums = new int[BinLayout.BLOCKS]; // of these
    private int used;

    BinCounter(BinLayout layout) {
        if (layout.blockLength() < APART) {
            throw new IllegalArgumentException("blocks of " + layout.blockLength());
        }
        this.layout = layout;
        counts = new long[BinLayout.BLOCKS << layout.mantissaBits()];
    }

    /**
     * Counts values of an array, at most {@link #MOST_VALUES}, until they are cleared.
     *
     * @param from the first of them
     * @param to the first that is not counted
     * @param extremes of these values, or of more
     */
    void count(float[] values, int from, int to, Extremes extremes) {
        if (used > 0 || to - from > MOST_VALUES) {
            throw new IllegalStateException(to - from + " values, " + used + " blocks in use");
        }
        count(values, from, to);
        find(to - from, extremes);
    }

    private void count(float[] values, int from, int to) {
        long[] c = counts;
        int shift = layout.shift();
        int rest = (1 << shift) - 1;
        int i = from;
        for (; i <= to - APART; i += APART) {
            int b0 = Float.floatToRawIntBits(values[i]);
            int b1 = Float.floatToRawIntBits(values[i + 1]);
            int b2 = Float.floatToRawIntBits(values[i + 2]);
            int b3 = Float.floatToRawIntBits(values[i + 3]);
            int b4 = Float.floatToRawIntBits(values[i + 4]);
            int b5 = Float.floatToRawIntBits(values[i + 5]);
            int b6 = Float.floatToRawIntBits(values[i + 6]);
            int b7 = Float.floatToRawIntBits(values[i + 7]);
            c[b0 >>> shift] += ONE + (b0 & rest);
            c[Math.max(b1 >>> shift, 1)] += ONE + (b1 & rest);
            c[Math.max(b2 >>> shift, 2)] += ONE + (b2 & rest);
            c[Math.max(b3 >>> shift, 3)] += ONE + (b3 & rest);
            c[Math.max(b4 >>> shift, 4)] += ONE + (b4 & rest);
            c[Math.max(b5 >>> shift, 5)] += ONE + (b5 & rest);
            c[Math.max(b6 >>> shift, 6)] += ONE + (b6 & rest);
            c[Math.max(b7 >>> shift, 7)] += ONE + (b7 & rest);
        }
        for (; i < to; i++) {
            int b = Float.floatToRawIntBits(values[i]);
            c[b >>> shift] += ONE + (b & rest);
        }
    }

    /**
     * Finds the blocks that hold counts: zeros, what is not finite, and then those of both signs
     * from the greatest magnitude downwards, until all values are found. That spares a note of each
     * value's block while counting.
     */
    private void find(int size, Extremes extremes) {
        long left = size;
        left -= use(0) + use(BinLayout.EXPONENTS);
        if (extremes.finite() < extremes.count()) {
            left -= use(BinLayout.NOT_FINITE) + use(BinLayout.EXPONENTS + BinLayout.NOT_FINITE);
        }
        float top = extremes.finite() == 0 ? 0 : Math.max(-extremes.min(), extremes.max());
        int exponent = Float.floatToRawIntBits(top) >>> BinLayout.MANTISSA;
        for (; left > 0 && exponent > 0; exponent--) {
            left -= use(exponent) + use(BinLayout.EXPONENTS + exponent);
        }
        if (left != 0) {
            throw new IllegalStateException(left + " values are not within their extremes");
        }
    }

    /** Takes note of a block if it holds counts; returns their sum. */
    private int use(int block) {
        int from = block << layout.mantissaBits();
        int sum = 0;
        for (int i = from; i < from + layout.blockLength(); i++) {
            sum += (int) (counts[i] >>> SUM_BITS);
        }
        if (sum > 0) {
            blocks[used] = block;
            sums[used++] = sum;
        }
        return sum;
    }

    /** Adds what was counted to a histogram of the same or of wider bins. */
    void addTo(Histogram target) {
        int step = 1 << (layout.mantissaBits() - target.layout().mantissaBits());
        for (int i = 0; i < used; i++) {
            target.addBlock(blocks[i], counts, blocks[i] << layout.mantissaBits(), step, sums[i]);
        }
    }

    /** Forgets what was counted. */
    void clear() {
        for (int i = 0; i < used; i++) {
            int from = blocks[i] << layout.mantissaBits();
            Arrays.fill(counts, from, from + layout.blockLength(), 0);
        }
        used = 0;
    }
}
