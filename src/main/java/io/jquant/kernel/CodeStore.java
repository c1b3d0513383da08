package io.jquant.kernel;

import io.jquant.simd.CodeLoops;

/**
 * Where the codes of exact sums go, in place of the sums: {@code round(clip(sum · factor, low,
 * high)) + zero}, to nearest, ties to even. This is how ONNX Runtime's integer kernels end.
 *
 * @param factors one per channel (row, or column where the bias is per column)
 * @param low the lowest code less {@code zero}
 * @param high the highest code less {@code zero}
 * @param zero the zero point
 * @param codes takes the result, laid out as the sums
 * @param off where the result begins
 */
public record CodeStore(float[] factors, float low, float high, int zero, byte[] codes, int off) {
    private static final CodeLoops LOOPS = CodeLoops.get();

    /** The same for results elsewhere. */
    public CodeStore at(int place) {
        return new CodeStore(factors, low, high, zero, codes, place);
    }

    /**
     * Stores a run of sums.
     *
     * @param channel of the first
     * @param step 1 where each sum is of the next channel, 0 where all are of one
     * @param to place in the result
     */
    void store(
            float[] sums,
            int from,
            float[] bias,
            int biasAt,
            int biasStep,
            int channel,
            int step,
            int to,
            int n) {
        LOOPS.requantize(
                sums, from, bias, biasAt, biasStep, factors, channel, step, 0f, low, high, zero,
                codes, off + to, n);
    }

    /** Stores rows of sums of one channel that follow each other in the result. */
    void storeRows(
            int rows,
            int n,
            float[] sums,
            int from,
            int stride,
            float[] bias,
            int biasAt,
            int channel,
            int to) {
        LOOPS.requantizeRows(
                rows, n, sums, from, stride, bias, biasAt, factors, channel, low, high, zero, codes,
                off + to);
    }
}
