package io.jquant.kernel;

import io.jquant.simd.Arithmetic;
import io.jquant.simd.Binary;
import io.jquant.simd.Reductions;
import io.jquant.simd.Simd;
import io.jquant.support.Workers;
import java.util.Arrays;

/** Softmax over one axis: x and y are (outer, n, inner), and may be the same. */
public final class Softmax {
    private static final Arithmetic ARITHMETIC = Simd.get().arithmetic();
    private static final Reductions REDUCTIONS = Simd.get().reductions();

    /** Columns at a time: their sums stay in the nearest cache. */
    private static final int BLOCK = 1024;

    private Softmax() {}

    /** {@code e^x / Σ e^x}. */
    public static void run(
            int outer,
            int n,
            int inner,
            float[] x,
            int xOff,
            float[] y,
            int yOff,
            Workers workers) {
        run(false, outer, n, inner, x, xOff, y, yOff, workers);
    }

    /** {@code x - log Σ e^x}. */
    public static void log(
            int outer,
            int n,
            int inner,
            float[] x,
            int xOff,
            float[] y,
            int yOff,
            Workers workers) {
        run(true, outer, n, inner, x, xOff, y, yOff, workers);
    }

    private static void run(
            boolean log,
            int outer,
            int n,
            int inner,
            float[] x,
            int xOff,
            float[] y,
            int yOff,
            Workers workers) {
        if (inner == 1) {
            Shares.rows(outer, n, workers)
                    .forEach(
                            workers,
                            (from, count) -> {
                                for (int o = from; o < from + count; o++) {
                                    row(log, n, x, xOff + o * n, y, yOff + o * n);
                                }
                            });
            return;
        }
        int blocks = (inner + BLOCK - 1) / BLOCK;
        workers.forEach(
                outer * blocks,
                t -> {
                    int at = t / blocks * n * inner + t % blocks * BLOCK;
                    int columns = Math.min(BLOCK, inner - t % blocks * BLOCK);
                    columns(log, n, inner, columns, x, xOff + at, y, yOff + at);
                });
    }

    private static void row(boolean log, int n, float[] x, int from, float[] y, int to) {
        float max = REDUCTIONS.max(x, from, n);
        if (log) {
            float[] powers = Scratch.ofThread().result.atLeast(n);
            float sum = (float) REDUCTIONS.expSum(x, from, max, powers, 0, n);
            ARITHMETIC.affine(x, from, 1f, -max, y, to, n);
            ARITHMETIC.affine(y, to, 1f, (float) -StrictMath.log(sum), y, to, n);
        } else {
            float sum = (float) REDUCTIONS.expSum(x, from, max, y, to, n);
            ARITHMETIC.affine(y, to, 1f / sum, -0f, y, to, n);
        }
    }

    private static void columns(
            boolean log, int n, int stride, int columns, float[] x, int from, float[] y, int to) {
        Scratch scratch = Scratch.ofThread();
        float[] max = scratch.result.atLeast(BLOCK);
        float[] sum = scratch.tile.atLeast(BLOCK);
        float[] term = scratch.planes.atLeast(BLOCK);
        Arrays.fill(max, 0, columns, Float.NEGATIVE_INFINITY);
        Arrays.fill(sum, 0, columns, 0f);
        for (int r = 0; r < n; r++) {
            ARITHMETIC.apply(Binary.MAX, max, 0, 1, x, from + r * stride, 1, max, 0, columns);
        }
        for (int r = 0; r < n; r++) {
            int at = to + r * stride;
            ARITHMETIC.apply(Binary.SUB, x, from + r * stride, 1, max, 0, 1, y, at, columns);
            if (log) {
                Elementwise.exp(y, at, term, 0, columns);
                ARITHMETIC.apply(Binary.ADD, sum, 0, 1, term, 0, 1, sum, 0, columns);
            } else {
                Elementwise.exp(y, at, y, at, columns);
                ARITHMETIC.apply(Binary.ADD, sum, 0, 1, y, at, 1, sum, 0, columns);
            }
        }
        if (log) {
            Elementwise.log(sum, 0, sum, 0, columns);
        } else {
            Elementwise.reciprocal(sum, 0, sum, 0, columns);
        }
        Binary last = log ? Binary.SUB : Binary.MUL;
        for (int r = 0; r < n; r++) {
            int at = to + r * stride;
            ARITHMETIC.apply(last, y, at, 1, sum, 0, 1, y, at, columns);
        }
    }
}
