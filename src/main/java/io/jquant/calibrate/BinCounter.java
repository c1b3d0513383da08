package io.jquant.calibrate;

import java.util.Arrays;

/**
 * Counts the values of one tensor into bins: the work table of one thread, used for one tensor
 * after the other. Its table is indexed by the leading bits of the float, so that a value costs one
 * shift and one increment.
 *
 * <p>Neighbours are counted in different tables: many of them are equal, behind a Relu say, and an
 * increment would have to wait for the one before.
 */
final class BinCounter {
    private final BinLayout layout;
    private final int[] counts;
    private final int[] others;
    private final byte[] touched = new byte[BinLayout.BLOCKS];

    BinCounter(BinLayout layout) {
        this.layout = layout;
        counts = new int[BinLayout.BLOCKS << layout.mantissaBits()];
        others = new int[counts.length];
    }

    void count(float[] values, int from, int to) {
        int[] c = counts;
        int[] o = others;
        byte[] t = touched;
        int shift = layout.shift();
        int i = from;
        for (; i < to - 1; i += 2) {
            int bits = Float.floatToRawIntBits(values[i]);
            int next = Float.floatToRawIntBits(values[i + 1]);
            c[bits >>> shift]++;
            o[next >>> shift]++;
            t[bits >>> BinLayout.MANTISSA] = 1;
            t[next >>> BinLayout.MANTISSA] = 1;
        }
        if (i < to) {
            int bits = Float.floatToRawIntBits(values[i]);
            c[bits >>> shift]++;
            t[bits >>> BinLayout.MANTISSA] = 1;
        }
        join();
    }

    private void join() {
        int length = layout.blockLength();
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (touched[block] != 0) {
                int from = block << layout.mantissaBits();
                for (int i = from; i < from + length; i++) {
                    counts[i] += others[i];
                    others[i] = 0;
                }
            }
        }
    }

    /** Adds what was counted to a histogram of the same or of wider bins. */
    void addTo(Histogram target) {
        int step = 1 << (layout.mantissaBits() - target.layout().mantissaBits());
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (touched[block] != 0) {
                target.addBlock(block, counts, block << layout.mantissaBits(), step);
            }
        }
    }

    /** Forgets what was counted. */
    void clear() {
        int length = layout.blockLength();
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (touched[block] != 0) {
                int from = block << layout.mantissaBits();
                Arrays.fill(counts, from, from + length, 0);
                touched[block] = 0;
            }
        }
    }
}
