package io.jquant.kernel;

import io.jquant.support.Workers;

/** Max pooling that also tells where each maximum stands. */
public final class PoolIndices {
    private PoolIndices() {}

    /**
     * Pools, first maximum first; NaN counts as largest.
     *
     * @param indices takes where the maximum stands in the whole of x, counted from {@code xOff};
     *     -1 where the window sees padding only
     * @param columnMajor whether places in a channel are counted with the first axis fastest
     */
    public static void max(
            int channels,
            Window w,
            boolean columnMajor,
            float[] x,
            int xOff,
            float[] y,
            int yOff,
            long[] indices,
            int indicesOff,
            Workers workers) {
        int inSize = Window.product(w.in());
        int outSize = Window.product(w.out());
        int places = Window.product(w.kernel());
        if (outSize == 0) {
            return;
        }
        workers.forEach(
                channels,
                c -> {
                    int[] at = new int[2];
                    for (int o = 0; o < outSize; o++) {
                        float best = Float.NEGATIVE_INFINITY;
                        long found = -1;
                        for (int p = 0; p < places; p++) {
                            if (!see(w, o, p, columnMajor, at)) {
                                continue;
                            }
                            float v = x[xOff + c * inSize + at[0]];
                            if (found < 0 || v > best || (Float.isNaN(v) && !Float.isNaN(best))) {
                                best = v;
                                found = (long) c * inSize + at[1];
                            }
                        }
                        y[yOff + c * outSize + o] = best;
                        indices[indicesOff + c * outSize + o] = found;
                    }
                });
    }

    /** Sets where place p of output o looks, in memory and as it is counted; false for padding. */
    private static boolean see(Window w, int o, int p, boolean columnMajor, int[] at) {
        int memory = 0;
        int scale = 1;
        int counted = 0;
        for (int a = w.rank() - 1; a >= 0; a--) {
            int size = w.in()[a];
            int i =
                    o % w.out()[a] * w.strides()[a]
                            + p % w.kernel()[a] * w.dilations()[a]
                            - w.pads()[a];
            if (i < 0 || i >= size) {
                return false;
            }
            memory += i * scale;
            counted = counted * size + i;
            scale *= size;
            o /= w.out()[a];
            p /= w.kernel()[a];
        }
        at[0] = memory;
        at[1] = columnMajor ? counted : memory;
        return true;
    }
}
