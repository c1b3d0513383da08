package io.jquant.kernel;

import io.jquant.simd.Arithmetic;
import io.jquant.simd.Binary;
import io.jquant.simd.Simd;
import io.jquant.support.Workers;
import java.util.Arrays;

/** Local response normalization across channels. */
public final class LocalResponse {
    private static final Arithmetic ARITHMETIC = Simd.get().arithmetic();

    /** Pixels at a time. */
    private static final int BLOCK = 1024;

    private LocalResponse() {}

    /**
     * {@code y = x / (bias + alpha / window * Σ x²)^beta} of (batch, channels, size), the sum over
     * {@code window} channels around each, of which the larger half lies behind it.
     */
    public static void run(
            int batch,
            int channels,
            int size,
            int window,
            float alpha,
            float beta,
            float bias,
            float[] x,
            int xOff,
            float[] y,
            int yOff,
            Workers workers) {
        int blocks = (size + BLOCK - 1) / BLOCK;
        workers.forEach(
                batch * channels * blocks,
                t -> {
                    int c = t / blocks % channels;
                    int column = t % blocks * BLOCK;
                    int n = Math.min(BLOCK, size - column);
                    int image = t / blocks / channels * channels * size + column;
                    Scratch scratch = Scratch.ofThread();
                    float[] sum = scratch.result.atLeast(BLOCK);
                    float[] square = scratch.tile.atLeast(BLOCK);
                    Arrays.fill(sum, 0, n, 0f);
                    int last = Math.min(channels - 1, c + window / 2);
                    for (int j = Math.max(0, c - (window - 1) / 2); j <= last; j++) {
                        int from = xOff + image + j * size;
                        ARITHMETIC.apply(Binary.MUL, x, from, 1, x, from, 1, square, 0, n);
                        ARITHMETIC.apply(Binary.ADD, sum, 0, 1, square, 0, 1, sum, 0, n);
                    }
                    ARITHMETIC.affine(sum, 0, alpha / window, bias, sum, 0, n);
                    power(sum, n, beta, square);
                    int at = image + c * size;
                    ARITHMETIC.apply(Binary.DIV, x, xOff + at, 1, sum, 0, 1, y, yOff + at, n);
                });
    }

    /** x = x^exponent in place; the usual 3/4 and 1/2 by square roots. */
    private static void power(float[] x, int n, float exponent, float[] other) {
        if (exponent == 0.5f) {
            Elementwise.sqrt(x, 0, x, 0, n);
        } else if (exponent == 0.75f) {
            Elementwise.sqrt(x, 0, x, 0, n);
            Elementwise.sqrt(x, 0, other, 0, n);
            ARITHMETIC.apply(Binary.MUL, x, 0, 1, other, 0, 1, x, 0, n);
        } else if (exponent != 1f) {
            for (int i = 0; i < n; i++) {
                x[i] = (float) StrictMath.pow(x[i], exponent);
            }
        }
    }
}
