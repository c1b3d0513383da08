package io.jquant.kernel;

import io.jquant.simd.Arithmetic;
import io.jquant.simd.Binary;
import io.jquant.simd.Simd;
import java.util.Arrays;

/**
 * Reduces the rows of a block of columns, row after row; sums in groups, so that they stay exact.
 */
final class ReduceColumns {
    /** Columns at a time: their sums stay in the nearest cache. */
    static final int BLOCK = 1024;

    /** Rows that are summed before their sum is added to the total. */
    private static final int GROUP = 128;

    private static final Arithmetic ARITHMETIC = Simd.get().arithmetic();

    private ReduceColumns() {}

    static void run(
            Reduction op,
            int n,
            int stride,
            int columns,
            float[] x,
            int xOff,
            float[] y,
            int yOff) {
        switch (op) {
            case MAX ->
                    fold(Binary.MAX, Float.NEGATIVE_INFINITY, n, stride, columns, x, xOff, y, yOff);
            case MIN ->
                    fold(Binary.MIN, Float.POSITIVE_INFINITY, n, stride, columns, x, xOff, y, yOff);
            case PROD -> fold(Binary.MUL, 1f, n, stride, columns, x, xOff, y, yOff);
            case LOG_SUM_EXP -> logSumExp(n, stride, columns, x, xOff, y, yOff);
            default -> {
                sum(op, n, stride, columns, x, xOff, null, y, yOff);
                if (op == Reduction.MEAN) {
                    Pairwise.divide(y, yOff, 1, new float[] {n}, 0, 0, y, yOff, columns);
                } else if (op == Reduction.L2) {
                    Elementwise.sqrt(y, yOff, y, yOff, columns);
                } else if (op == Reduction.LOG_SUM) {
                    Elementwise.log(y, yOff, y, yOff, columns);
                }
            }
        }
    }

    private static void fold(
            Binary op,
            float start,
            int n,
            int stride,
            int columns,
            float[] x,
            int xOff,
            float[] y,
            int yOff) {
        Arrays.fill(y, yOff, yOff + columns, start);
        for (int r = 0; r < n; r++) {
            ARITHMETIC.apply(op, y, yOff, 1, x, xOff + r * stride, 1, y, yOff, columns);
        }
    }

    /**
     * Sums what {@code op} wants of each element.
     *
     * @param shift subtracted before taking the exponential, for that reduction
     */
    private static void sum(
            Reduction op,
            int n,
            int stride,
            int columns,
            float[] x,
            int xOff,
            float[] shift,
            float[] y,
            int yOff) {
        Scratch scratch = Scratch.ofThread();
        float[] group = scratch.result.atLeast(BLOCK);
        float[] term = scratch.tile.atLeast(BLOCK);
        Arrays.fill(y, yOff, yOff + columns, 0f);
        for (int first = 0; first < n; first += GROUP) {
            Arrays.fill(group, 0, columns, 0f);
            for (int r = first; r < Math.min(n, first + GROUP); r++) {
                int from = xOff + r * stride;
                switch (op) {
                    case L1 -> Elementwise.abs(x, from, term, 0, columns);
                    case L2, SUM_SQUARE ->
                            ARITHMETIC.apply(Binary.MUL, x, from, 1, x, from, 1, term, 0, columns);
                    case LOG_SUM_EXP -> {
                        ARITHMETIC.apply(Binary.SUB, x, from, 1, shift, 0, 1, term, 0, columns);
                        Elementwise.exp(term, 0, term, 0, columns);
                    }
                    default -> {
                        ARITHMETIC.apply(Binary.ADD, group, 0, 1, x, from, 1, group, 0, columns);
                        continue;
                    }
                }
                ARITHMETIC.apply(Binary.ADD, group, 0, 1, term, 0, 1, group, 0, columns);
            }
            ARITHMETIC.apply(Binary.ADD, y, yOff, 1, group, 0, 1, y, yOff, columns);
        }
    }

    private static void logSumExp(
            int n, int stride, int columns, float[] x, int xOff, float[] y, int yOff) {
        float[] max = Scratch.ofThread().planes.atLeast(BLOCK);
        fold(Binary.MAX, Float.NEGATIVE_INFINITY, n, stride, columns, x, xOff, max, 0);
        for (int i = 0; i < columns; i++) {
            max[i] = Float.isInfinite(max[i]) ? Math.copySign(Float.MAX_VALUE, max[i]) : max[i];
        }
        sum(Reduction.LOG_SUM_EXP, n, stride, columns, x, xOff, max, y, yOff);
        Elementwise.log(y, yOff, y, yOff, columns);
        ARITHMETIC.apply(Binary.ADD, y, yOff, 1, max, 0, 1, y, yOff, columns);
    }
}
