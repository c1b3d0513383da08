package io.jquant.kernel;

import io.jquant.support.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A right matrix (k × n) of integers that stand in floats, packed once for products with exact
 * results in int, as {@link ExactConv}: K is cut where sums could reach 2^24.
 */
public final class ExactRight {
    private static final double EXACT = 1 << 24;

    private final int k;
    private final int n;
    private final double reach;
    private final List<Part> parts;

    /** Rows from {@code from} on. */
    private record Part(int from, PackedRight rows) {}

    private ExactRight(int k, int n, double reach, List<Part> parts) {
        this.k = k;
        this.n = n;
        this.reach = reach;
        this.parts = parts;
    }

    /**
     * Packs the matrix whose element (p, j) is {@code b[off + p * rowStride + j * colStride]}.
     *
     * @param largest bound of the magnitudes in left matrices; its product with any element of the
     *     right one is below 2^24
     */
    public static ExactRight of(
            int k, int n, float[] b, int off, int rowStride, int colStride, float largest) {
        List<Part> parts = new ArrayList<>();
        double[] sums = new double[n];
        double reach = 0;
        int from = 0;
        for (int p = 0; p < k; p++) {
            int row = off + p * rowStride;
            boolean fits = true;
            for (int j = 0; j < n; j++) {
                double next = sums[j] + Math.abs(b[row + j * colStride]) * (double) largest;
                fits &= next <= EXACT;
            }
            if (!fits) {
                parts.add(part(from, p, n, b, off, rowStride, colStride));
                from = p;
                Arrays.fill(sums, 0);
                reach = Double.POSITIVE_INFINITY; // more than one part
            }
            for (int j = 0; j < n; j++) {
                sums[j] += Math.abs(b[row + j * colStride]) * (double) largest;
                if (sums[j] > EXACT) {
                    throw new IllegalArgumentException("a product of 2^24 or more");
                }
            }
        }
        parts.add(part(from, k, n, b, off, rowStride, colStride));
        for (double s : sums) {
            reach = Math.max(reach, s);
        }
        return new ExactRight(k, n, reach, parts);
    }

    private static Part part(
            int from, int to, int n, float[] b, int off, int rowStride, int colStride) {
        return new Part(
                from,
                PackedRight.of(to - from, n, b, off + from * rowStride, rowStride, colStride));
    }

    /** Rows of the matrix. */
    public int rows() {
        return k;
    }

    /** Columns of the matrix. */
    public int columns() {
        return n;
    }

    /** C (m × n) = A · B, with A anyhow as for {@link Gemm} and C without gaps. */
    public void multiply(
            int m,
            float[] a,
            int aOff,
            int aRowStride,
            int aColStride,
            int[] c,
            int cOff,
            float[] scratch,
            Workers workers) {
        for (Part p : parts) {
            Gemm.multiply(
                    m,
                    a,
                    aOff + p.from() * aColStride,
                    aRowStride,
                    aColStride,
                    p.rows(),
                    scratch,
                    0,
                    n,
                    Ending.PLAIN,
                    workers);
            Integers.add(m * n, scratch, 0, c, cOff, p.from() == 0, workers);
        }
    }

    /** Ints that {@link #toCodes} wants. */
    public int sums(int m, int[] bias) {
        return isWhole(bias) ? 0 : Math.multiplyExact(m, n);
    }

    private boolean isWhole(int[] bias) {
        return reach + Integers.largest(bias) <= EXACT;
    }

    /**
     * Codes of A · B plus a bias.
     *
     * @param bias one per column; null for none
     * @param codes with a factor per column
     * @param sums at least {@link #sums} ints
     * @param scratch at least m · n floats
     */
    public void toCodes(
            int m,
            float[] a,
            int aOff,
            int aRowStride,
            int aColStride,
            int[] bias,
            CodeStore codes,
            int[] sums,
            float[] scratch,
            Workers workers) {
        if (isWhole(bias)) {
            Ending end = Ending.codes(Integers.floats(bias), true, codes);
            PackedRight b = parts.get(0).rows();
            Gemm.multiply(m, a, aOff, aRowStride, aColStride, b, scratch, 0, n, end, workers);
        } else {
            multiply(m, a, aOff, aRowStride, aColStride, sums, 0, scratch, workers);
            Integers.toCodes(m, n, sums, bias, true, scratch, codes, workers);
        }
    }
}
