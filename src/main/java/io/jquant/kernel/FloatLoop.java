package io.jquant.kernel;

import io.jquant.support.Workers;

/** A function of one float over a run of an array. */
@FunctionalInterface
public interface FloatLoop {
    /** {@code y[yOff + i] = f(x[xOff + i])}; x and y may be the same run of the same array. */
    void run(float[] x, int xOff, float[] y, int yOff, int n);

    /** The same, shared out over workers where that pays. */
    default void run(float[] x, int xOff, float[] y, int yOff, int n, Workers workers) {
        Shares.of(n, workers)
                .forEach(workers, (from, count) -> run(x, xOff + from, y, yOff + from, count));
    }
}
