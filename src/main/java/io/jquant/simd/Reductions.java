package io.jquant.simd;

/**
 * Reductions of a run of floats. Sums have one order on every machine: blocks of {@link #BLOCK}
 * elements are summed in 16 lanes of float, element i of a block in lane i mod 16, a remainder of r
 * elements in the last r lanes; lanes are added as a tree, l with l + 8, l + 4, l + 2, l + 1; and
 * the sums of the blocks are added in double.
 */
public interface Reductions {
    /** Elements that are summed in float. */
    int BLOCK = 4096;

    /** The largest; NaN if one is NaN; -Inf of nothing. */
    float max(float[] x, int off, int n);

    /** The smallest; NaN if one is NaN; Inf of nothing. */
    float min(float[] x, int off, int n);

    /** The sum. */
    double sum(float[] x, int off, int n);

    /** The sum of absolute values. */
    double sumAbs(float[] x, int off, int n);

    /** The sum of (x - centre)^2, accumulated with fused multiply-add. */
    double sumSquares(float[] x, int off, int n, float centre);

    /** Where {@link #moments} puts what it finds. */
    int MIN = 0;

    int MAX = 1;
    int SUM = 2;
    int SQUARES = 3;

    /**
     * Least, greatest, sum and sum of squares in one go: each as the method above gives it, the
     * squares about zero.
     *
     * @param into four numbers
     */
    void moments(float[] x, int off, int n, double[] into);

    /** {@code y[i] = exp(x[i] - shift)}, and the sum of these. */
    double expSum(float[] x, int xOff, float shift, float[] y, int yOff, int n);
}
