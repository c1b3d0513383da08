package io.jquant.simd;

import static io.jquant.simd.Fma.fma;

/** Scalar form of {@link Tiles}: 4 rows of 8 or 4 columns, 16 sums in registers. */
final class ScalarTiles implements Tiles {
    private static final int LANES = 4;
    private static final int ROWS = 4;

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public int width() {
        return 2 * LANES;
    }

    @Override
    public int[] heights() {
        return new int[] {ROWS};
    }

    @Override
    public void tile(
            int rows,
            int vectors,
            int k,
            float[] a,
            int aOff,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean accumulate) {
        if (rows != ROWS) {
            throw new IllegalArgumentException("height " + rows);
        }
        for (int v = 0; v < vectors; v++) {
            int bv = bOff + v * LANES;
            int cv = cOff + v * LANES;
            // Two rows at a time: eight sums, two loads of A and four of B in sixteen registers.
            for (int r = 0; r < ROWS; r += 2) {
                pair(k, a, aOff + r, b, bv, vectors * LANES, c, cv + r * ldc, ldc, accumulate);
            }
        }
    }

    private static void pair(
            int k,
            float[] a,
            int aOff,
            float[] b,
            int bOff,
            int bStride,
            float[] c,
            int c0,
            int ldc,
            boolean accumulate) {
        int c1 = c0 + ldc;
        float s00 = 0;
        float s01 = 0;
        float s02 = 0;
        float s03 = 0;
        float s10 = 0;
        float s11 = 0;
        float s12 = 0;
        float s13 = 0;
        if (accumulate) {
            s00 = c[c0];
            s01 = c[c0 + 1];
            s02 = c[c0 + 2];
            s03 = c[c0 + 3];
            s10 = c[c1];
            s11 = c[c1 + 1];
            s12 = c[c1 + 2];
            s13 = c[c1 + 3];
        }
        int ai = aOff;
        int bi = bOff;
        for (int p = 0; p < k; p++) {
            float b0 = b[bi];
            float b1 = b[bi + 1];
            float b2 = b[bi + 2];
            float b3 = b[bi + 3];
            float x = a[ai];
            s00 = fma(x, b0, s00);
            s01 = fma(x, b1, s01);
            s02 = fma(x, b2, s02);
            s03 = fma(x, b3, s03);
            x = a[ai + 1];
            s10 = fma(x, b0, s10);
            s11 = fma(x, b1, s11);
            s12 = fma(x, b2, s12);
            s13 = fma(x, b3, s13);
            ai += ROWS;
            bi += bStride;
        }
        c[c0] = s00;
        c[c0 + 1] = s01;
        c[c0 + 2] = s02;
        c[c0 + 3] = s03;
        c[c1] = s10;
        c[c1 + 1] = s11;
        c[c1 + 2] = s12;
        c[c1 + 3] = s13;
    }

    @Override
    public void row(
            int k,
            float[] a,
            int aOff,
            int aStride,
            float[] b,
            int bOff,
            int bStride,
            float[] c,
            int cOff,
            int n,
            boolean accumulate) {
        rowTail(k, a, aOff, aStride, b, bOff, bStride, c, cOff, n, accumulate);
    }

    /** Four columns at a time, then one; also the end of a row in the vector form. */
    static void rowTail(
            int k,
            float[] a,
            int aOff,
            int aStride,
            float[] b,
            int bOff,
            int bStride,
            float[] c,
            int cOff,
            int n,
            boolean accumulate) {
        int j = 0;
        for (; j + 4 <= n; j += 4) {
            int cj = cOff + j;
            float s0 = accumulate ? c[cj] : 0;
            float s1 = accumulate ? c[cj + 1] : 0;
            float s2 = accumulate ? c[cj + 2] : 0;
            float s3 = accumulate ? c[cj + 3] : 0;
            int bi = bOff + j;
            for (int p = 0; p < k; p++) {
                float x = a[aOff + p * aStride];
                s0 = fma(x, b[bi], s0);
                s1 = fma(x, b[bi + 1], s1);
                s2 = fma(x, b[bi + 2], s2);
                s3 = fma(x, b[bi + 3], s3);
                bi += bStride;
            }
            c[cj] = s0;
            c[cj + 1] = s1;
            c[cj + 2] = s2;
            c[cj + 3] = s3;
        }
        for (; j < n; j++) {
            float s = accumulate ? c[cOff + j] : 0;
            for (int p = 0; p < k; p++) {
                s = fma(a[aOff + p * aStride], b[bOff + p * bStride + j], s);
            }
            c[cOff + j] = s;
        }
    }
}
