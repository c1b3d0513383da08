package io.jquant.simd;

/**
 * Between 8-bit codes and floats. A code is a byte; as an unsigned number it is {@code b & 255}.
 * Rounding is to nearest, ties to even; limits are whole numbers whose magnitudes are at most 511.
 */
public interface CodeLoops {
    /** The form that serves this process best. */
    static CodeLoops get() {
        return SimdChoice.CODES;
    }

    /**
     * {@code y[i] = (code(x[i]) - zero) * scale}.
     *
     * @param unsigned what the bytes stand for
     * @param zero a whole number
     */
    void dequantize(
            byte[] x,
            int xOff,
            boolean unsigned,
            int zero,
            float scale,
            float[] y,
            int yOff,
            int n);

    /**
     * {@code y[i] = round(clip(x[i] / scale, low, high)) + zero}, where NaN becomes the lowest.
     *
     * @param low the lowest code less {@code zero}
     * @param high the highest code less {@code zero}
     */
    void quantize(
            float[] x,
            int xOff,
            float scale,
            float low,
            float high,
            int zero,
            byte[] y,
            int yOff,
            int n);

    /**
     * The codes of sums: {@code y[i] = round(clip((x[i] + bias[i * biasStep]) * factor[i *
     * factorStep] + shift, low, high)) + zero}, each operation rounded, where NaN becomes the
     * lowest.
     *
     * @param biasStep 1, or 0 for the same element each time
     * @param factorStep likewise
     */
    void requantize(
            float[] x,
            int xOff,
            float[] bias,
            int biasOff,
            int biasStep,
            float[] factor,
            int factorOff,
            int factorStep,
            float shift,
            float low,
            float high,
            int zero,
            byte[] y,
            int yOff,
            int n);

    /**
     * As {@link #requantize} for rows that have one bias and factor and follow each other in y
     * without gaps. {@link Taps#SLACK} more than the last row of x may be read.
     */
    void requantizeRows(
            int rows,
            int n,
            float[] x,
            int xOff,
            int xStride,
            float[] bias,
            int biasOff,
            float[] factor,
            int factorOff,
            float low,
            float high,
            int zero,
            byte[] y,
            int yOff);

    /** {@code y[i] = x[i] + bias[i * biasStep]}, as float rounded once. */
    void toFloats(
            int[] x, int xOff, int[] bias, int biasOff, int biasStep, float[] y, int yOff, int n);
}
