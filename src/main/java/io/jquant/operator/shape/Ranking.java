package io.jquant.operator.shape;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/**
 * Orders elements by size, equal ones by place. Every element gets an integer key that ascends in
 * the wanted order; NaN counts as greater than every number, and the two zeros as equal.
 */
final class Ranking {
    private final int[] narrow;
    private final long[] wide;

    private Ranking(int[] narrow, long[] wide) {
        this.narrow = narrow;
        this.wide = wide;
    }

    /**
     * @param largest greatest elements first, else least first
     */
    static Ranking of(Tensor t, boolean largest) {
        int n = t.size();
        ElementType type = t.type();
        if (type == ElementType.DOUBLE || type.bits() == 64) {
            long[] keys = new long[n];
            for (int i = 0; i < n; i++) {
                keys[i] = type == ElementType.DOUBLE ? key(t.doubles()[i]) : t.longAt(i);
                keys[i] ^= type == ElementType.UINT64 ? Long.MIN_VALUE : 0;
                keys[i] = largest ? ~keys[i] : keys[i];
            }
            return new Ranking(null, keys);
        }
        int[] keys = new int[n];
        float[] values = type.isFloatingPoint() ? TensorNumbers.floats(t) : null;
        for (int i = 0; i < n; i++) {
            keys[i] =
                    values != null
                            ? key(values[i])
                            : type == ElementType.UINT32
                                    ? t.ints()[i] ^ Integer.MIN_VALUE
                                    : (int) t.longAt(i);
            keys[i] = largest ? ~keys[i] : keys[i];
        }
        return new Ranking(keys, null);
    }

    private static int key(float x) {
        int bits = Float.floatToIntBits(x + 0f);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    private static long key(double x) {
        long bits = Double.doubleToLongBits(x + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** The first places, in order, of a row of elements. */
    int[] order(int from, int step, int size, int count) {
        if (narrow == null) {
            return wideOrder(from, step, size, count);
        }
        long[] sorted = new long[size];
        for (int i = 0; i < size; i++) {
            sorted[i] = ((long) narrow[from + i * step] << 32) | i;
        }
        Arrays.sort(sorted);
        int[] out = new int[count];
        for (int i = 0; i < count; i++) {
            out[i] = (int) sorted[i];
        }
        return out;
    }

    private int[] wideOrder(int from, int step, int size, int count) {
        Integer[] sorted = new Integer[size];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(
                sorted,
                (a, b) -> {
                    int c = Long.compare(wide[from + a * step], wide[from + b * step]);
                    return c != 0 ? c : Integer.compare(a, b);
                });
        int[] out = new int[count];
        Arrays.setAll(out, i -> sorted[i]);
        return out;
    }
}
