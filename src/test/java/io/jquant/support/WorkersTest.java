package io.jquant.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void everyTaskRunsOnceInEachOfManyCalls() {
        try (Workers workers = new Workers(3)) {
            for (int call = 0; call < 20_000; call++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(5);
                workers.forEach(5, runs::incrementAndGet);
                for (int i = 0; i < 5; i++) {
                    assertEquals(1, runs.get(i));
                }
            }
        }
    }

    @Test
    void threadsThatSleepAreWoken() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> {
                    try (Workers workers = new Workers(2)) {
                        for (int call = 0; call < 20; call++) {
                            LockSupport.parkNanos(2_000_000);
                            CountDownLatch both = new CountDownLatch(2);
                            workers.forEach(2, i -> meet(both));
                        }
                    }
                });
    }

    /** Returns when two threads are here. */
    private static void meet(CountDownLatch both) {
        both.countDown();
        try {
            both.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCallInsideATaskRunsInTheSameThread() {
        Set<Boolean> same = ConcurrentHashMap.newKeySet();
        try (Workers workers = new Workers(2)) {
            workers.forEach(
                    4,
                    i -> {
                        Thread outer = Thread.currentThread();
                        workers.forEach(3, k -> same.add(outer == Thread.currentThread()));
                    });
        }
        assertEquals(Set.of(true), same);
    }

    @Test
    void theFirstFailureReachesTheCallerAndEndsTheCall() {
        AtomicInteger begun = new AtomicInteger();
        IllegalStateException failure = new IllegalStateException("task 3");
        try (Workers workers = new Workers(2)) {
            IllegalStateException seen =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    workers.forEach(
                                            100_000,
                                            i -> {
                                                begun.incrementAndGet();
                                                if (i == 3) {
                                                    throw failure;
                                                }
                                            }));
            assertSame(failure, seen);
            assertTrue(begun.get() < 100_000);
            workers.forEach(2, i -> begun.set(0)); // and the next call works
            assertEquals(0, begun.get());
        }
    }

    @Test
    void anInterruptOfTheCallerIsKept() {
        try (Workers workers = new Workers(2)) {
            Thread.currentThread().interrupt();
            AtomicInteger sum = new AtomicInteger();
            workers.forEach(50, sum::addAndGet);
            assertEquals(49 * 50 / 2, sum.get());
            assertTrue(Thread.interrupted());
        }
    }
}
