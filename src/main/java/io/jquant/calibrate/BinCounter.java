package io.jquant.calibrate;

import java.util.Arrays;

/**
 * Counts the values of one tensor into bins: the work table of one thread, used for one tensor
 * after the other. Its table is indexed by the leading bits of the float, so that a value costs a
 * shift and an increment.
 *
 * <p>Behind a Relu half of the values are zero, and an increment of the same number would have to
 * wait for the one before. But magnitudes below the least normal float count as zero, and their
 * block has bins to spare: zeros that stand beside each other are counted in different ones.
 */
final class BinCounter {
    /** Neighbours whose zeros are counted apart: no more than any block has bins. */
    private static final int APART = 8;

    private final BinLayout layout;
    private final int[] counts;
    private final int[] blocks = new int[BinLayout.BLOCKS]; // those that hold counts
    private final int[] sums = new int[BinLayout.BLOCKS]; // of these
    private int used;

    BinCounter(BinLayout layout) {
        if (layout.blockLength() < APART) {
            throw new IllegalArgumentException("blocks of " + layout.blockLength());
        }
        this.layout = layout;
        counts = new int[BinLayout.BLOCKS << layout.mantissaBits()];
    }

    /**
     * Counts the first values of an array.
     *
     * @param extremes of exactly these values
     */
    void count(float[] values, int size, Extremes extremes) {
        count(values, size);
        find(size, extremes);
    }

    private void count(float[] values, int size) {
        int[] c = counts;
        int shift = layout.shift();
        int i = 0;
        for (; i <= size - APART; i += APART) {
            int a0 = Float.floatToRawIntBits(values[i]) >>> shift;
            int a1 = Float.floatToRawIntBits(values[i + 1]) >>> shift;
            int a2 = Float.floatToRawIntBits(values[i + 2]) >>> shift;
            int a3 = Float.floatToRawIntBits(values[i + 3]) >>> shift;
            int a4 = Float.floatToRawIntBits(values[i + 4]) >>> shift;
            int a5 = Float.floatToRawIntBits(values[i + 5]) >>> shift;
            int a6 = Float.floatToRawIntBits(values[i + 6]) >>> shift;
            int a7 = Float.floatToRawIntBits(values[i + 7]) >>> shift;
            c[a0]++;
            c[Math.max(a1, 1)]++;
            c[Math.max(a2, 2)]++;
            c[Math.max(a3, 3)]++;
            c[Math.max(a4, 4)]++;
            c[Math.max(a5, 5)]++;
            c[Math.max(a6, 6)]++;
            c[Math.max(a7, 7)]++;
        }
        for (; i < size; i++) {
            c[Float.floatToRawIntBits(values[i]) >>> shift]++;
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
        int sum = 0; // of one tensor, which has fewer elements than that
        for (int i = from; i < from + layout.blockLength(); i++) {
            sum += counts[i];
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
