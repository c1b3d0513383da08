package io.jquant.simd;

import java.util.Arrays;

/** Scalar form of {@link Copies}. */
final class ScalarCopies implements Copies {
    private static final int RUN = 4;

    @Override
    public void gather(
            int k,
            int[] rows,
            int rowsOff,
            float[] src,
            int srcOff,
            int runs,
            int[] from,
            int[] to,
            float[] dst,
            int dstOff,
            int width) {
        int out = dstOff;
        for (int p = 0; p < k; p++) {
            int base = srcOff + rows[rowsOff + p];
            for (int v = 0; v < runs; v++) {
                int s = base + from[v];
                int d = out + to[v];
                for (int i = 0; i < RUN; i++) {
                    dst[d + i] = src[s + i];
                }
            }
            out += width;
        }
    }

    @Override
    public void rows(
            int k,
            float[] src,
            int srcOff,
            int stride,
            int columns,
            float[] dst,
            int dstOff,
            int width) {
        copyRows(k, src, srcOff, stride, columns, dst, dstOff, width);
    }

    static void copyRows(
            int k,
            float[] src,
            int srcOff,
            int stride,
            int columns,
            float[] dst,
            int dstOff,
            int width) {
        for (int p = 0; p < k; p++) {
            int d = dstOff + p * width;
            System.arraycopy(src, srcOff + p * stride, dst, d, columns);
            Arrays.fill(dst, d + columns, d + width, 0f);
        }
    }

    @Override
    public void spread(
            int rows,
            float[] src,
            int srcOff,
            int srcStride,
            int step,
            int n,
            float[] dst,
            int dstOff,
            int dstStride) {
        for (int r = 0; r < rows; r++) {
            spreadRow(src, srcOff + r * srcStride, step, n, dst, dstOff + r * dstStride);
        }
    }

    static void spreadRow(float[] src, int srcOff, int step, int n, float[] dst, int dstOff) {
        for (int i = 0; i < n; i++) {
            dst[dstOff + i] = src[srcOff + i * step];
        }
    }
}
