package io.jquant.kernel;

import io.jquant.support.Workers;
import java.util.Arrays;

/**
 * Matrix products of integers that stand in floats, with exact results in int: see {@link
 * ExactConv}. Here K is cut where the bounds of the factors ask for it.
 */
public final class ExactProduct {
    private static final double EXACT = 1 << 24;

    private ExactProduct() {}

    /**
     * C (m × n) = A · B, the operands anyhow as for {@link Gemm}, C without gaps.
     *
     * @param largestA bound of the magnitudes in A
     * @param largestB bound of those in B; the product of the bounds is below 2^24
     * @param scratch m · n floats from {@code cOff} on
     */
    public static void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aOff,
            int aRowStride,
            int aColStride,
            float largestA,
            float[] b,
            int bOff,
            int bRowStride,
            int bColStride,
            float largestB,
            int[] c,
            int cOff,
            float[] scratch,
            Workers workers) {
        double product = Math.max(1, (double) largestA * largestB);
        int part = (int) Math.min(Integer.MAX_VALUE, EXACT / product);
        if (part == 0) {
            throw new IllegalArgumentException("a product of 2^24 or more");
        }
        if (k == 0) {
            Arrays.fill(c, cOff, cOff + m * n, 0);
        }
        for (int k0 = 0; k0 < k; k0 += part) {
            Gemm.multiply(
                    m,
                    n,
                    Math.min(part, k - k0),
                    a,
                    aOff + k0 * aColStride,
                    aRowStride,
                    aColStride,
                    b,
                    bOff + k0 * bRowStride,
                    bRowStride,
                    bColStride,
                    scratch,
                    cOff,
                    n,
                    Ending.PLAIN,
                    workers);
            Integers.add(m * n, scratch, cOff, c, cOff, k0 == 0, workers);
            if (part > k - k0) {
                break; // before k0 + part is more than an int holds
            }
        }
    }

    /**
     * Codes of sums (m × n) plus a bias.
     *
     * @param bias one per column; null for none
     * @param codes with a factor per column
     * @param scratch at least m · n floats
     */
    public static void toCodes(
            int m,
            int n,
            int[] sums,
            int[] bias,
            CodeStore codes,
            float[] scratch,
            Workers workers) {
        Integers.toCodes(m, n, sums, bias, true, scratch, codes, workers);
    }

    /**
     * A row of sums with their bias as real numbers: {@code float(sum + bias) * scale}.
     *
     * @param bias one per column; null for none
     */
    public static void toFloats(
            int n, int[] sums, int from, int[] bias, float[] scales, float[] y, int to) {
        Integers.toFloats(n, sums, from, bias, y, to);
        Pairwise.multiply(y, to, 1, scales, 0, 1, y, to, n);
    }
}
