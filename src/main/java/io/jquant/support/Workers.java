package io.jquant.support;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A fixed number of threads that share out numbered tasks. The calling thread takes part, so {@code
 * threads == 1} runs everything in the caller. Which thread runs a task never influences a result:
 * tasks write to places of their own.
 */
public final class Workers implements AutoCloseable {
    /** Runs everything in the calling thread. */
    public static final Workers SERIAL = new Workers(1);

    private final int threads;
    private final ExecutorService pool;

    /** Work that is known by its number. */
    @FunctionalInterface
    public interface Task {
        void run(int index);
    }

    /**
     * @param threads how many threads work at once, at least 1, the caller included
     */
    public Workers(int threads) {
        this.threads = threads;
        this.pool =
                threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, Workers::daemon);
    }

    private static Thread daemon(Runnable body) {
        Thread t = new Thread(body, "jquant-worker");
        t.setDaemon(true);
        return t;
    }

    /** How many threads work at once. */
    public int threads() {
        return threads;
    }

    /**
     * Runs the tasks 0 … count - 1, each once, and returns when all have ended. The first failure
     * is thrown here after the running tasks have ended; tasks not yet begun are then left out.
     */
    public void forEach(int count, Task task) {
        int helpers = Math.min(threads, count) - 1;
        if (helpers <= 0) {
            for (int i = 0; i < count; i++) {
                task.run(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(helpers);
        Runnable share =
                () -> {
                    try {
                        for (int i = next.getAndIncrement();
                                i < count && failure.get() == null;
                                i = next.getAndIncrement()) {
                            task.run(i);
                        }
                    } catch (Throwable t) { // handed over to the caller below
                        failure.compareAndSet(null, t);
                    }
                };
        for (int h = 0; h < helpers; h++) {
            pool.execute(
                    () -> {
                        share.run();
                        ended.countDown();
                    });
        }
        share.run();
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable t = failure.get();
        if (t instanceof RuntimeException e) {
            throw e;
        }
        if (t instanceof Error e) {
            throw e;
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }
}
