package io.jquant.calibrate;

/**
 * The sums of what the values in the bins of a histogram have beyond the border towards zero, in
 * units of the last bit of their mantissa: whole numbers, so merging is exact in any order.
 *
 * <p>They are kept for the octaves whose bins are not small against the steps of a quantization
 * grid: the uppermost ones. If there are values that may turn out to be those of masks ({@link
 * Extremes#FAR}), the uppermost octaves of the others are kept as well. As that depends on the
 * greatest magnitudes of all values alone, it does not matter in which order they come.
 */
final class BinSums {
    /**
     * Below these many octaves a grid that spans all values has 64 bins and more to a step. A grid
     * that clips has finer steps, but few values beyond it.
     */
    private static final int OCTAVES = 4;

    private static final int FAR = Float.floatToRawIntBits(Extremes.FAR) >>> BinLayout.MANTISSA;

    private final int length;
    private final long[][] sums = new long[BinLayout.BLOCKS][];
    private int top; // the greatest exponent
    private int near; // the greatest below that of FAR

    /**
     * @param length bins in a block
     */
    BinSums(int length) {
        this.length = length;
    }

    /** The sums of a block, or null when they are not kept. */
    long[] of(int block) {
        return sums[block];
    }

    /**
     * The sums of a block that there are values in, to be added to; null when they are not kept.
     */
    long[] reach(int block) {
        int exponent = block % BinLayout.EXPONENTS;
        if (exponent > top || (exponent < FAR && exponent > near)) {
            top = Math.max(top, exponent);
            near = exponent < FAR ? exponent : near;
            forget();
        }
        if (sums[block] == null && isKept(exponent)) {
            sums[block] = new long[length];
        }
        return sums[block];
    }

    private boolean isKept(int exponent) {
        return exponent > top - OCTAVES || (exponent < FAR && exponent > near - OCTAVES);
    }

    private void forget() {
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (!isKept(block % BinLayout.EXPONENTS)) {
                sums[block] = null;
            }
        }
    }

    /** Adds the sums of other values. */
    void merge(BinSums other) {
        for (int block = BinLayout.BLOCKS - 1; block >= 0; block--) {
            if (other.sums[block] == null) {
                continue;
            }
            long[] to = reach(block);
            for (int i = 0; to != null && i < length; i++) {
                to[i] += other.sums[block][i];
            }
        }
    }

    /** The same without values of at least {@link Extremes#FAR}; shares the sums. */
    BinSums withoutFar() {
        BinSums rest = new BinSums(length);
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (block % BinLayout.EXPONENTS < FAR) {
                rest.sums[block] = sums[block];
            }
        }
        rest.near = near;
        rest.top = near;
        rest.forget();
        return rest;
    }
}
