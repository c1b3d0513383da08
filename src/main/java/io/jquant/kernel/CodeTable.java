package io.jquant.kernel;

import io.jquant.support.Workers;

/** Functions of one 8-bit code. */
public final class CodeTable {
    private CodeTable() {}

    /**
     * {@code y = table[x]}.
     *
     * @param table 256 codes, for the bytes 0, 1, … 255
     */
    public static void apply(
            byte[] table, byte[] x, int xOff, byte[] y, int yOff, int n, Workers workers) {
        Shares.of(n, workers)
                .forEach(
                        workers,
                        (from, count) -> {
                            for (int i = from; i < from + count; i++) {
                                y[yOff + i] = table[x[xOff + i] & 0xff];
                            }
                        });
    }

    /** Sums of rows of codes: {@code y[r] = Σ code(x[r · n + i])}. */
    public static void sumRows(
            int rows, int n, byte[] x, boolean unsigned, long[] y, Workers workers) {
        int mask = unsigned ? 0xff : -1;
        Shares.rows(rows, n, workers)
                .forEach(
                        workers,
                        (from, count) -> {
                            for (int r = from; r < from + count; r++) {
                                long sum = 0;
                                int at = r * n;
                                for (int i = at; i < at + n; i++) {
                                    sum += x[i] & mask;
                                }
                                y[r] = sum;
                            }
                        });
    }
}
