package io.jquant.kernel;

import io.jquant.simd.CodeLoops;
import io.jquant.support.Workers;

/**
 * Arrays of 8-bit codes turned into floats and back, shared out over workers; see {@link
 * CodeLoops}.
 */
public final class ByteCodes {
    private static final CodeLoops LOOPS = CodeLoops.get();
    private static final float[] NOTHING = {-0f};
    private static final float[] ONE = {1f};

    private ByteCodes() {}

    /** {@code y = (code(x) - zero) * scale}. */
    public static void dequantize(
            byte[] x,
            int xOff,
            boolean unsigned,
            int zero,
            float scale,
            float[] y,
            int yOff,
            int n,
            Workers workers) {
        Shares.of(n, workers)
                .forEach(
                        workers,
                        (from, count) ->
                                LOOPS.dequantize(
                                        x,
                                        xOff + from,
                                        unsigned,
                                        zero,
                                        scale,
                                        y,
                                        yOff + from,
                                        count));
    }

    /** {@code y = round(clip(x / scale)) + zero}; NaN becomes the lowest code. */
    public static void quantize(
            float[] x,
            int xOff,
            float scale,
            boolean unsigned,
            int zero,
            byte[] y,
            int yOff,
            int n,
            Workers workers) {
        int lowest = unsigned ? 0 : -128;
        Shares.of(n, workers)
                .forEach(
                        workers,
                        (from, count) ->
                                LOOPS.quantize(
                                        x,
                                        xOff + from,
                                        scale,
                                        lowest - zero,
                                        lowest + 255 - zero,
                                        zero,
                                        y,
                                        yOff + from,
                                        count));
    }

    /** {@code y = round(clip(x / scale + zero))}, each step rounded; x holds the ratios then. */
    public static void quantizeShifted(
            float[] x, float scale, int zero, boolean unsigned, byte[] y, int n, Workers workers) {
        float[] divisor = {scale};
        Shares.of(n, workers)
                .forEach(
                        workers,
                        (from, count) -> {
                            Pairwise.divide(x, from, 1, divisor, 0, 0, x, from, count);
                            round(x, from, 1f, zero, unsigned, y, from, count);
                        });
    }

    /** Whole numbers that are codes. */
    public static void store(
            float[] x, int xOff, boolean unsigned, byte[] y, int yOff, int n, Workers workers) {
        Shares.of(n, workers)
                .forEach(
                        workers,
                        (from, count) ->
                                round(x, xOff + from, 1f, 0f, unsigned, y, yOff + from, count));
    }

    /** {@code y = round(clip(x * factor + shift))}, the product and the sum rounded each. */
    static void round(
            float[] x,
            int xOff,
            float factor,
            float shift,
            boolean unsigned,
            byte[] y,
            int yOff,
            int n) {
        float[] factors = factor == 1f ? ONE : new float[] {factor};
        int lowest = unsigned ? 0 : -128;
        LOOPS.requantize(
                x, xOff, NOTHING, 0, 0, factors, 0, 0, shift, lowest, lowest + 255, 0, y, yOff, n);
    }
}
