package io.jquant.simd;

import static io.jquant.simd.Fma.fma;

/** Scalar form of {@link Taps}: four outputs at a time. */
final class ScalarTaps implements Taps {
    private static final int STEP = 4;

    @Override
    public void weighted(
            int n,
            int taps,
            int[] offsets,
            float[] w,
            int wOff,
            float[] src,
            int srcOff,
            float[] dst,
            int dstOff) {
        for (int i = 0; i < n; i += STEP) {
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            for (int t = 0; t < taps; t++) {
                int at = srcOff + offsets[t] + i;
                float x = w[wOff + t];
                s0 = fma(x, src[at], s0);
                s1 = fma(x, src[at + 1], s1);
                s2 = fma(x, src[at + 2], s2);
                s3 = fma(x, src[at + 3], s3);
            }
            store(dst, dstOff + i, s0, s1, s2, s3);
        }
    }

    @Override
    public void max(
            int n, int taps, int[] offsets, float[] src, int srcOff, float[] dst, int dstOff) {
        for (int i = 0; i < n; i += STEP) {
            int at = srcOff + offsets[0] + i;
            float s0 = src[at];
            float s1 = src[at + 1];
            float s2 = src[at + 2];
            float s3 = src[at + 3];
            for (int t = 1; t < taps; t++) {
                at = srcOff + offsets[t] + i;
                s0 = Math.max(s0, src[at]);
                s1 = Math.max(s1, src[at + 1]);
                s2 = Math.max(s2, src[at + 2]);
                s3 = Math.max(s3, src[at + 3]);
            }
            store(dst, dstOff + i, s0, s1, s2, s3);
        }
    }

    @Override
    public void sum(
            int n, int taps, int[] offsets, float[] src, int srcOff, float[] dst, int dstOff) {
        for (int i = 0; i < n; i += STEP) {
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            for (int t = 0; t < taps; t++) {
                int at = srcOff + offsets[t] + i;
                s0 += src[at];
                s1 += src[at + 1];
                s2 += src[at + 2];
                s3 += src[at + 3];
            }
            store(dst, dstOff + i, s0, s1, s2, s3);
        }
    }

    private static void store(float[] dst, int at, float s0, float s1, float s2, float s3) {
        dst[at] = s0;
        dst[at + 1] = s1;
        dst[at + 2] = s2;
        dst[at + 3] = s3;
    }
}
