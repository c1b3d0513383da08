package io.jquant.kernel;

import io.jquant.simd.Reductions;
import io.jquant.simd.Simd;
import io.jquant.support.Workers;

/** Pooling of whole channels: x is (channels, size), y is (channels). */
public final class GlobalPool {
    private static final Reductions REDUCTIONS = Simd.get().reductions();

    private GlobalPool() {}

    /** The mean. */
    public static void average(
            int channels, int size, float[] x, int xOff, float[] y, int yOff, Workers workers) {
        each(
                channels,
                size,
                workers,
                c -> y[yOff + c] = (float) (REDUCTIONS.sum(x, xOff + c * size, size) / size));
    }

    /** The largest. */
    public static void max(
            int channels, int size, float[] x, int xOff, float[] y, int yOff, Workers workers) {
        each(channels, size, workers, c -> y[yOff + c] = REDUCTIONS.max(x, xOff + c * size, size));
    }

    /** (Σ |x|^p)^(1/p). */
    public static void norm(
            int channels,
            int size,
            double p,
            float[] x,
            int xOff,
            float[] y,
            int yOff,
            Workers workers) {
        each(
                channels,
                size,
                workers,
                c -> {
                    int from = xOff + c * size;
                    double sum =
                            p == 1
                                    ? REDUCTIONS.sumAbs(x, from, size)
                                    : p == 2
                                            ? REDUCTIONS.sumSquares(x, from, size, 0f)
                                            : sumOfPowers(x, from, size, p);
                    y[yOff + c] = (float) (p == 2 ? Math.sqrt(sum) : StrictMath.pow(sum, 1.0 / p));
                });
    }

    private static double sumOfPowers(float[] x, int off, int n, double p) {
        double sum = 0;
        for (int i = off; i < off + n; i++) {
            sum += StrictMath.pow(Math.abs(x[i]), p);
        }
        return sum;
    }

    private static void each(int channels, int size, Workers workers, Workers.Task task) {
        Shares.rows(channels, size, workers)
                .forEach(
                        workers,
                        (from, count) -> {
                            for (int c = from; c < from + count; c++) {
                                task.run(c);
                            }
                        });
    }
}
