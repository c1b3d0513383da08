package io.jquant.calibrate;

/**
 * Lets as many samples run at a time as fit into a bound, by what the largest has taken so far; one
 * is always let through.
 */
final class MemoryGate {
    private final long limit;
    private long largest = 1;
    private int inside;

    /**
     * @param limit in bytes
     */
    MemoryGate(long limit) {
        this.limit = limit;
    }

    /** How many samples may run at a time, as far as is known. */
    synchronized long places() {
        return Math.max(1, limit / largest);
    }

    /** Waits for a place. */
    synchronized void enter() {
        boolean interrupted = false;
        while (inside >= places()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        inside++;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the place back. */
    synchronized void leave() {
        inside--;
        notifyAll();
    }

    /** A sample has taken so much. */
    synchronized void learn(long bytes) {
        largest = Math.max(largest, bytes);
    }
}
