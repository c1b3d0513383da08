package io.jquant.simd;

import static io.jquant.simd.Species.F;
import static io.jquant.simd.Species.L;

import jdk.incubator.vector.FloatVector;

/**
 * Vector form of {@link Tiles}. Sums stand in local variables, one class per height, since what
 * fits the registers differs: with 32 of them 12 rows of two vectors run at 97 % of the peak (Zen
 * 4), with 16 it is 6 rows on JDK 17 and 4 on later ones, whose compiler spills the sums of 6.
 */
final class VectorTiles implements Tiles {
    private static final int JDK_WITH_SIX_ROWS = 17;

    private static final int[] HEIGHTS = chooseHeights();

    private static int[] chooseHeights() {
        boolean manyRegisters =
                Species.PREFERRED_BITS >= 512 || System.getProperty("os.arch").equals("aarch64");
        if (manyRegisters) {
            return new int[] {12, 8, 4};
        }
        return Runtime.version().feature() <= JDK_WITH_SIX_ROWS ? new int[] {6, 4} : new int[] {4};
    }

    @Override
    public int lanes() {
        return L;
    }

    @Override
    public int width() {
        return 2 * L;
    }

    @Override
    public int[] heights() {
        return HEIGHTS.clone();
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
        if (vectors == 2) {
            switch (rows) {
                case 12 -> Tile12.wide(k, a, aOff, b, bOff, c, cOff, ldc, accumulate);
                case 8 -> Tile8.wide(k, a, aOff, b, bOff, c, cOff, ldc, accumulate);
                case 6 -> Tile6.wide(k, a, aOff, b, bOff, c, cOff, ldc, accumulate);
                default -> Tile4.wide(k, a, aOff, b, bOff, c, cOff, ldc, accumulate);
            }
        } else {
            switch (rows) {
                case 12 -> Tile12.narrow(k, a, aOff, b, bOff, c, cOff, ldc, accumulate);
                case 8 -> Tile8.narrow(k, a, aOff, b, bOff, c, cOff, ldc, accumulate);
                case 6 -> Tile6.narrow(k, a, aOff, b, bOff, c, cOff, ldc, accumulate);
                default -> Tile4.narrow(k, a, aOff, b, bOff, c, cOff, ldc, accumulate);
            }
        }
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
        int j = 0;
        for (; j + 4 * L <= n; j += 4 * L) {
            row4(k, a, aOff, aStride, b, bOff + j, bStride, c, cOff + j, accumulate);
        }
        for (; j + 2 * L <= n; j += 2 * L) {
            row2(k, a, aOff, aStride, b, bOff + j, bStride, c, cOff + j, accumulate);
        }
        for (; j + L <= n; j += L) {
            row1(k, a, aOff, aStride, b, bOff + j, bStride, c, cOff + j, accumulate);
        }
        ScalarTiles.rowTail(
                k, a, aOff, aStride, b, bOff + j, bStride, c, cOff + j, n - j, accumulate);
    }

    private static void row4(
            int k,
            float[] a,
            int aOff,
            int aStride,
            float[] b,
            int bOff,
            int bStride,
            float[] c,
            int cOff,
            boolean accumulate) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        if (accumulate) {
            s0 = FloatVector.fromArray(F, c, cOff);
            s1 = FloatVector.fromArray(F, c, cOff + L);
            s2 = FloatVector.fromArray(F, c, cOff + 2 * L);
            s3 = FloatVector.fromArray(F, c, cOff + 3 * L);
        }
        int ai = aOff;
        int bi = bOff;
        for (int p = 0; p < k; p++) {
            FloatVector x = FloatVector.broadcast(F, a[ai]);
            s0 = x.fma(FloatVector.fromArray(F, b, bi), s0);
            s1 = x.fma(FloatVector.fromArray(F, b, bi + L), s1);
            s2 = x.fma(FloatVector.fromArray(F, b, bi + 2 * L), s2);
            s3 = x.fma(FloatVector.fromArray(F, b, bi + 3 * L), s3);
            ai += aStride;
            bi += bStride;
        }
        s0.intoArray(c, cOff);
        s1.intoArray(c, cOff + L);
        s2.intoArray(c, cOff + 2 * L);
        s3.intoArray(c, cOff + 3 * L);
    }

    private static void row2(
            int k,
            float[] a,
            int aOff,
            int aStride,
            float[] b,
            int bOff,
            int bStride,
            float[] c,
            int cOff,
            boolean accumulate) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        if (accumulate) {
            s0 = FloatVector.fromArray(F, c, cOff);
            s1 = FloatVector.fromArray(F, c, cOff + L);
        }
        int ai = aOff;
        int bi = bOff;
        for (int p = 0; p < k; p++) {
            FloatVector x = FloatVector.broadcast(F, a[ai]);
            s0 = x.fma(FloatVector.fromArray(F, b, bi), s0);
            s1 = x.fma(FloatVector.fromArray(F, b, bi + L), s1);
            ai += aStride;
            bi += bStride;
        }
        s0.intoArray(c, cOff);
        s1.intoArray(c, cOff + L);
    }

    private static void row1(
            int k,
            float[] a,
            int aOff,
            int aStride,
            float[] b,
            int bOff,
            int bStride,
            float[] c,
            int cOff,
            boolean accumulate) {
        FloatVector s = accumulate ? FloatVector.fromArray(F, c, cOff) : FloatVector.zero(F);
        int ai = aOff;
        int bi = bOff;
        for (int p = 0; p < k; p++) {
            s = FloatVector.broadcast(F, a[ai]).fma(FloatVector.fromArray(F, b, bi), s);
            ai += aStride;
            bi += bStride;
        }
        s.intoArray(c, cOff);
    }
}
