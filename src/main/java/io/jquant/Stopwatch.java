package io.jquant;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Seconds per stage, in the order of the stages. */
final class Stopwatch {
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    <T> T time(String stage, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            seconds.merge(stage, (System.nanoTime() - start) / 1e9, Double::sum);
        }
    }

    void run(String stage, Runnable work) {
        time(
                stage,
                () -> {
                    work.run();
                    return null;
                });
    }

    Map<String, Double> seconds() {
        return seconds;
    }
}
