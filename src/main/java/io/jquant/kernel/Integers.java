package io.jquant.kernel;

import io.jquant.simd.CodeLoops;
import io.jquant.support.Workers;

/** Whole numbers in floats brought to ints. */
final class Integers {
    private static final CodeLoops LOOPS = CodeLoops.get();
    private static final int[] NO_BIAS = {0};
    private static final float[] ADDED = {-0f};

    private Integers() {}

    /** The largest magnitude; 0 for null. */
    static double largest(int[] x) {
        double largest = 0;
        for (int i = 0; x != null && i < x.length; i++) {
            largest = Math.max(largest, Math.abs((double) x[i]));
        }
        return largest;
    }

    /** The numbers, which a float holds; null for null. */
    static float[] floats(int[] x) {
        if (x == null) {
            return null;
        }
        float[] out = new float[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = x[i];
        }
        return out;
    }

    /**
     * {@code y = float(x + bias)}.
     *
     * @param bias null for none
     */
    static void toFloats(int n, int[] x, int xOff, int[] bias, float[] y, int yOff) {
        LOOPS.toFloats(x, xOff, bias == null ? NO_BIAS : bias, 0, bias == null ? 0 : 1, y, yOff, n);
    }

    /**
     * Codes of rows of sums with a bias per row or column.
     *
     * @param bias null for none
     * @param scratch as many floats as there are sums
     */
    static void toCodes(
            int rows,
            int columns,
            int[] sums,
            int[] bias,
            boolean perColumn,
            float[] scratch,
            CodeStore codes,
            Workers workers) {
        int step = perColumn ? 1 : 0;
        Shares.rows(rows, columns, workers)
                .forEach(
                        workers,
                        (from, count) -> {
                            for (int r = from; r < from + count; r++) {
                                int at = r * columns;
                                int channel = perColumn ? 0 : r;
                                LOOPS.toFloats(
                                        sums,
                                        at,
                                        bias == null ? NO_BIAS : bias,
                                        bias == null ? 0 : channel,
                                        bias == null ? 0 : step,
                                        scratch,
                                        at,
                                        columns);
                                codes.store(scratch, at, ADDED, 0, 0, channel, step, at, columns);
                            }
                        });
    }

    /** {@code y += x}, or {@code y = x} at first. */
    static void add(int n, float[] x, int xOff, int[] y, int yOff, boolean first, Workers workers) {
        Shares.of(n, workers)
                .forEach(
                        workers,
                        (from, count) -> {
                            for (int i = from; i < from + count; i++) {
                                int before = first ? 0 : y[yOff + i];
                                y[yOff + i] = before + (int) x[xOff + i];
                            }
                        });
    }
}
