package io.jquant.simd;

/**
 * Products of packed panels, C = A · B or C += A · B, where every element of C sums over k = 0, 1,
 * … in order with fused multiply-add.
 *
 * <p>A panel of A holds {@code rows} rows, k-major: {@code a[k * rows + r]}. A panel of B holds
 * {@link #width} columns, or {@link #lanes} where fewer are left over, k-major likewise.
 */
public interface Tiles {
    /** Columns of a narrow panel of B. */
    int lanes();

    /** Columns of a panel of B: two vectors. */
    int width();

    /** Heights of a panel of A that {@link #tile} knows, largest first; the last is 4. */
    int[] heights();

    /**
     * One tile of C.
     *
     * @param rows one of {@link #heights}
     * @param vectors 2 for a panel of {@link #width} columns, 1 for a narrow one
     * @param ldc distance between rows of C; the whole tile is written
     * @param accumulate add to what C holds
     */
    void tile(
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
            boolean accumulate);

    /**
     * One row of any length times a matrix: {@code c[j] = sum of a[aOff + p * aStride] * b[bOff + p
     * * bStride + j]}, j below n.
     */
    void row(
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
            boolean accumulate);
}
