package io.jquant.simd;

/**
 * Element-wise arithmetic. An output may be the same run of the same array as an input; runs that
 * overlap otherwise are not allowed.
 */
public interface Arithmetic {
    /**
     * {@code y[i] = op(a[i * aStep], b[i * bStep])}.
     *
     * @param aStep 1, or 0 for the same element each time
     * @param bStep likewise
     */
    void apply(
            Binary op,
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n);

    /** {@code y[i] = x[i] * scale + shift}, rounded once. */
    void affine(float[] x, int xOff, float scale, float shift, float[] y, int yOff, int n);

    /** {@code y[i] = (x[i] - mean) * factor * scale[i] + shift[i]}, the last two rounded once. */
    void normalize(
            float[] x,
            int xOff,
            float mean,
            float factor,
            float[] scale,
            int scaleOff,
            float[] shift,
            int shiftOff,
            float[] y,
            int yOff,
            int n);

    /**
     * The end of a sum: {@code y[i] = clip(x[i] + bias[i * biasStep] + residual[i])}, where clip is
     * {@code v < low ? low : v > high ? high : v}.
     *
     * @param biasStep 1, or 0 for the same element each time
     * @param residual may be null for none
     */
    void finish(
            float[] x,
            int xOff,
            float[] bias,
            int biasOff,
            int biasStep,
            float[] residual,
            int residualOff,
            float low,
            float high,
            float[] y,
            int yOff,
            int n);

    /**
     * Ends rows of sums that have one bias: {@code y = clip(x + bias)}. The arrays differ, and
     * {@link Taps#SLACK} more than the last row may be read.
     */
    void finishRows(
            int rows,
            int n,
            float[] x,
            int xOff,
            int xStride,
            float bias,
            float low,
            float high,
            float[] y,
            int yOff,
            int yStride);
}
