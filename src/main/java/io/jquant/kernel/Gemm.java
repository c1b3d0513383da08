package io.jquant.kernel;

import io.jquant.support.Workers;

/**
 * Matrix products, C (m × n) = A (m × k) · B (k × n). Each element of C is a sum over k = 0, 1, …
 * in order, with fused multiply-add, and ends as {@link Ending} says. C is row-major, its rows
 * {@code ldc} apart; A and B may lie anyhow: their element (i, j) is {@code x[off + i * rowStride +
 * j * colStride]}.
 */
public final class Gemm {
    private Gemm() {}

    /** One matrix product. */
    public static void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aOff,
            int aRowStride,
            int aColStride,
            float[] b,
            int bOff,
            int bRowStride,
            int bColStride,
            float[] c,
            int cOff,
            int ldc,
            Ending ending,
            Workers workers) {
        Strided left = new Strided(a, aOff, aRowStride, aColStride);
        Strided right = new Strided(b, bOff, bRowStride, bColStride);
        new GemmCall(m, n, k, left, null, right, null, c, cOff, ldc, ending).run(workers);
    }

    /** A product with a right matrix packed before, such as a layer's weights. */
    public static void multiply(
            int m,
            float[] a,
            int aOff,
            int aRowStride,
            int aColStride,
            PackedRight b,
            float[] c,
            int cOff,
            int ldc,
            Ending ending,
            Workers workers) {
        Strided left = new Strided(a, aOff, aRowStride, aColStride);
        new GemmCall(m, b.n, b.k, left, null, null, b, c, cOff, ldc, ending).run(workers);
    }

    /** A product with a left matrix packed before. */
    public static void multiply(
            PackedLeft a,
            int n,
            float[] b,
            int bOff,
            int bRowStride,
            int bColStride,
            float[] c,
            int cOff,
            int ldc,
            Ending ending,
            Workers workers) {
        Strided right = new Strided(b, bOff, bRowStride, bColStride);
        new GemmCall(a.m, n, a.k, null, a, right, null, c, cOff, ldc, ending).run(workers);
    }

    /**
     * Products of many small matrices of the same shape, shared out over the workers one by one.
     * Product i takes its operands at {@code aOffs[i]} and {@code bOffs[i]} and begins in C at
     * {@code cOff + i * m * n}, without gaps between rows.
     */
    public static void batch(
            int count,
            int m,
            int n,
            int k,
            float[] a,
            int[] aOffs,
            int aRowStride,
            int aColStride,
            float[] b,
            int[] bOffs,
            int bRowStride,
            int bColStride,
            float[] c,
            int cOff,
            Ending ending,
            Workers workers) {
        boolean fewLarge = count < 2 * workers.threads();
        Workers outer = fewLarge ? Workers.SERIAL : workers;
        Workers inner = fewLarge ? workers : Workers.SERIAL;
        outer.forEach(
                count,
                i -> {
                    Strided left = new Strided(a, aOffs[i], aRowStride, aColStride);
                    Strided right = new Strided(b, bOffs[i], bRowStride, bColStride);
                    int off = cOff + i * m * n;
                    new GemmCall(m, n, k, left, null, right, null, c, off, n, ending, cOff, 0)
                            .run(inner);
                });
    }
}
