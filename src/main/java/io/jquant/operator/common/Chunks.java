package io.jquant.operator.common;

import io.jquant.support.Workers;

/** Shares out a range of independent items between threads. */
public final class Chunks {
    /** Elements that are worth a task of their own. */
    public static final int GRAIN = 1 << 14;

    /** Work on the items from (inclusive) … to (exclusive). */
    @FunctionalInterface
    public interface Body {
        void run(int from, int to);
    }

    private Chunks() {}

    /**
     * Runs the body over 0 … items - 1 in pieces of at least so many items that a piece is worth a
     * task.
     *
     * @param cost elements that one item touches
     */
    public static void forEach(Workers workers, int items, long cost, Body body) {
        if (items <= 0) {
            return;
        }
        long least = Math.max(1, GRAIN / Math.max(cost, 1));
        int most = (int) Math.min(items / least, (long) workers.threads() * 4);
        if (workers.threads() == 1 || most <= 1) {
            body.run(0, items);
            return;
        }
        int size = (items + most - 1) / most;
        workers.forEach(
                (items + size - 1) / size,
                i -> body.run(i * size, Math.min(items, (i + 1) * size)));
    }
}
