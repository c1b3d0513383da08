package io.jquant.kernel;

import io.jquant.support.Workers;

/** Whole numbers in floats brought to ints. */
final class Integers {
    private Integers() {}

    /**
     * {@code y += x}, or {@code y = x} at first.
     *
     * @param x from its begin
     */
    static void add(int n, float[] x, int[] y, int yOff, boolean first, Workers workers) {
        Shares.of(n, workers)
                .forEach(
                        workers,
                        (from, count) -> {
                            for (int i = from; i < from + count; i++) {
                                int before = first ? 0 : y[yOff + i];
                                y[yOff + i] = before + (int) x[i];
                            }
                        });
    }
}
