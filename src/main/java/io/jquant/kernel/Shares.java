package io.jquant.kernel;

import io.jquant.support.Workers;

/** A run of elements cut into pieces for workers. */
record Shares(int n, int piece) {
    /** Elements below which sharing out does not pay. */
    private static final int SMALL = 1 << 14;

    /** A piece. */
    interface Body {
        void run(int from, int count);
    }

    static Shares of(int n, Workers workers) {
        int even = n / (4 * workers.threads()) / 64 * 64;
        return new Shares(n, workers.threads() == 1 ? Math.max(1, n) : Math.max(SMALL, even));
    }

    /** Rows of so many elements each. */
    static Shares rows(int rows, int size, Workers workers) {
        int even = rows / (4 * workers.threads());
        int least = Math.max(1, SMALL / Math.max(1, size));
        return new Shares(rows, workers.threads() == 1 ? Math.max(1, rows) : Math.max(least, even));
    }

    void forEach(Workers workers, Body body) {
        int pieces = n / piece + (n % piece == 0 ? 0 : 1);
        workers.forEach(pieces, i -> body.run(i * piece, Math.min(piece, n - i * piece)));
    }
}
