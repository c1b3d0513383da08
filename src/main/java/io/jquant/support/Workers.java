package io.jquant.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed number of threads that share out numbered tasks. The calling thread takes part, so {@code
 * threads == 1} runs everything in the caller. Which thread runs a task never influences a result:
 * tasks write to places of their own.
 *
 * <p>The layers of a network are often shorter than the time it takes to wake a thread. Therefore
 * an idle thread looks out for work for a moment before it sleeps, and the caller waits only for
 * those threads that have really begun.
 */
public final class Workers implements AutoCloseable {
    /** Runs everything in the calling thread. */
    public static final Workers SERIAL = new Workers(1);

    /** So long a thread looks out for work, in nanoseconds; about what waking it costs. */
    private static final long LOOKOUT = 60_000;

    private final int threads;
    private final AtomicReference<Job> open = new AtomicReference<>();
    private final AtomicLong numbers = new AtomicLong();
    private final List<Helper> helpers = new ArrayList<>();
    private volatile boolean closed;

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
    }

    /** How many threads work at once. */
    public int threads() {
        return threads;
    }

    /**
     * Runs the tasks 0 … count - 1, each once, and returns when all have ended. The first failure
     * is thrown here after the running tasks have ended; tasks not yet begun are then left out.
     * While another call is under way, also one that this one is part of, all tasks run in the
     * caller.
     */
    public void forEach(int count, Task task) {
        int wanted = Math.min(threads, count) - 1;
        Job job = wanted <= 0 ? null : new Job(numbers.incrementAndGet(), count, task);
        if (job == null || !open.compareAndSet(null, job)) {
            for (int i = 0; i < count; i++) {
                task.run(i);
            }
            return;
        }
        call(wanted);
        job.share();
        open.set(null);
        job.awaitEnd();
        Throwable t = job.failure.get();
        if (t instanceof RuntimeException e) {
            throw e;
        }
        if (t instanceof Error e) {
            throw e;
        }
    }

    private void call(int wanted) {
        synchronized (helpers) {
            while (helpers.size() < wanted && !closed) {
                Helper helper = new Helper();
                helpers.add(helper);
                helper.start();
            }
            for (Helper helper : helpers.subList(0, Math.min(wanted, helpers.size()))) {
                if (helper.asleep) {
                    LockSupport.unpark(helper);
                }
            }
        }
    }

    /** The threads end after what they are doing. */
    @Override
    public void close() {
        closed = true;
        synchronized (helpers) {
            helpers.forEach(LockSupport::unpark);
        }
    }

    /** The tasks of one call. */
    private static final class Job {
        private static final int ENDED = Integer.MIN_VALUE;

        private final long number;
        private final int count;
        private final Task task;
        private final Thread caller = Thread.currentThread();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        /** How many helpers are at work; with ENDED added none may begin any more. */
        private final AtomicInteger active = new AtomicInteger();

        Job(long number, int count, Task task) {
            this.number = number;
            this.count = count;
            this.task = task;
        }

        void share() {
            try {
                for (int i = next.getAndIncrement();
                        i < count && failure.get() == null;
                        i = next.getAndIncrement()) {
                    task.run(i);
                }
            } catch (Throwable t) { // handed over to the caller
                failure.compareAndSet(null, t);
            }
        }

        /** Takes part, if there may still be something to do. */
        void help() {
            for (int a = active.get(); a >= 0; a = active.get()) {
                if (active.compareAndSet(a, a + 1)) {
                    share();
                    if (active.decrementAndGet() == ENDED) {
                        LockSupport.unpark(caller);
                    }
                    return;
                }
            }
        }

        void awaitEnd() {
            active.addAndGet(ENDED);
            boolean interrupted = false;
            long begun = System.nanoTime();
            while (active.get() != ENDED) {
                if (System.nanoTime() - begun < LOOKOUT) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                }
            }
            if (interrupted) {
                caller.interrupt();
            }
        }
    }

    /** A thread that helps whenever there is a job. */
    private final class Helper extends Thread {
        private volatile boolean asleep;

        Helper() {
            super("jquant-worker");
            setDaemon(true);
        }

        @Override
        public void run() {
            long known = 0;
            long idleSince = System.nanoTime();
            while (!closed) {
                long seen = helpUnless(known);
                if (seen != known) {
                    known = seen;
                    idleSince = System.nanoTime();
                } else if (System.nanoTime() - idleSince < LOOKOUT) {
                    Thread.onSpinWait();
                } else {
                    sleepUnless(known);
                    idleSince = System.nanoTime();
                }
            }
        }

        /** Helps with the open job, if it is another than the known one; tells which it was. */
        private long helpUnless(long known) {
            Job job = open.get();
            if (isKnown(job, known)) {
                return known;
            }
            job.help();
            return job.number;
        }

        /** Whoever opens a job looks at {@link #asleep} afterwards, so that no call is lost. */
        private void sleepUnless(long known) {
            asleep = true;
            if (isKnown(open.get(), known) && !closed) {
                LockSupport.park(Workers.this);
            }
            asleep = false;
        }

        private static boolean isKnown(Job job, long known) {
            return job == null || job.number == known;
        }
    }
}
