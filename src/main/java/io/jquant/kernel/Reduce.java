package io.jquant.kernel;

import io.jquant.simd.Reductions;
import io.jquant.simd.Simd;
import io.jquant.support.Workers;

/**
 * Reduction of one axis: x is (outer, n, inner), y is (outer, inner). The order of a sum depends on
 * the shape only; sums and means are good to a few units of the last place however long they are.
 */
public final class Reduce {
    private static final Reductions REDUCTIONS = Simd.get().reductions();

    private Reduce() {}

    /** Reduces. Of nothing, sums are 0, products 1, maxima -Inf, minima Inf, means NaN. */
    public static void run(
            Reduction op,
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
                                    y[yOff + o] = run(op, x, xOff + o * n, n);
                                }
                            });
            return;
        }
        int blocks = (inner + ReduceColumns.BLOCK - 1) / ReduceColumns.BLOCK;
        workers.forEach(
                outer * blocks,
                t -> {
                    int o = t / blocks;
                    int column = t % blocks * ReduceColumns.BLOCK;
                    int columns = Math.min(ReduceColumns.BLOCK, inner - column);
                    int from = xOff + o * n * inner + column;
                    ReduceColumns.run(op, n, inner, columns, x, from, y, yOff + o * inner + column);
                });
    }

    /** Reduces a run. */
    public static float run(Reduction op, float[] x, int off, int n) {
        return switch (op) {
            case SUM -> (float) REDUCTIONS.sum(x, off, n);
            case MEAN -> (float) (REDUCTIONS.sum(x, off, n) / n);
            case MAX -> REDUCTIONS.max(x, off, n);
            case MIN -> REDUCTIONS.min(x, off, n);
            case PROD -> (float) product(x, off, n);
            case L1 -> (float) REDUCTIONS.sumAbs(x, off, n);
            case L2 -> (float) Math.sqrt(REDUCTIONS.sumSquares(x, off, n, 0f));
            case SUM_SQUARE -> (float) REDUCTIONS.sumSquares(x, off, n, 0f);
            case LOG_SUM -> (float) StrictMath.log(REDUCTIONS.sum(x, off, n));
            case LOG_SUM_EXP -> logSumExp(x, off, n);
        };
    }

    private static double product(float[] x, int off, int n) {
        double p = 1;
        for (int i = off; i < off + n; i++) {
            p *= x[i];
        }
        return p;
    }

    private static float logSumExp(float[] x, int off, int n) {
        float max = REDUCTIONS.max(x, off, n);
        if (Float.isInfinite(max) || Float.isNaN(max)) {
            return max;
        }
        float[] powers = Scratch.ofThread().result.atLeast(Reductions.BLOCK);
        double sum = 0;
        for (int i = 0; i < n; i += Reductions.BLOCK) {
            int count = Math.min(Reductions.BLOCK, n - i);
            sum += REDUCTIONS.expSum(x, off + i, max, powers, 0, count);
        }
        return (float) (max + StrictMath.log(sum));
    }
}
