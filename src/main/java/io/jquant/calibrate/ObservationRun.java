package io.jquant.calibrate;

import io.jquant.data.Sample;
import io.jquant.support.Progress;
import io.jquant.support.Workers;
import io.jquant.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs the model on all samples and shows the tensors to their observers. The first sample runs
 * alone, to learn what memory one takes; the others run at the same time, as many as there are
 * threads and as the memory allows. Threads that are left over share the work within a sample.
 */
final class ObservationRun {
    private final SampleRunner runner;
    private final Map<String, TensorObserver> observers = new LinkedHashMap<>();
    private final BinLayout layout;
    private final int threads;
    private final Progress progress;
    private final MemoryGate gate;
    private final AtomicLong good = new AtomicLong();

    /** What one sample after the other uses: threads and a work table. */
    private record Lane(Workers workers, BinCounter counter) {}

    /**
     * @param layout the bins, or null for no histograms
     * @param memory bytes that the samples in flight may take
     */
    ObservationRun(
            SampleRunner runner,
            List<TensorObserver> observers,
            BinLayout layout,
            int threads,
            long memory,
            Progress progress) {
        this.runner = runner;
        this.layout = layout;
        this.threads = threads;
        this.progress = progress;
        gate = new MemoryGate(memory);
        for (TensorObserver o : observers) {
            this.observers.put(o.request().tensor(), o);
        }
    }

    /** Returns the number of samples that were read. */
    long execute() {
        int count = runner.samples();
        progress.start("calibrate", count);
        int next = 0;
        try (Workers all = new Workers(threads)) {
            Lane lane = new Lane(all, newCounter());
            while (next < count && good.get() == 0) {
                sample(next++, lane);
            }
        }
        int first = next;
        if (first < count) {
            together(first, count - first);
        }
        progress.done();
        return good.get();
    }

    private void together(int first, int count) {
        int lanes = (int) Math.min(Math.min(threads, count), gate.places());
        ConcurrentLinkedDeque<Lane> idle = new ConcurrentLinkedDeque<>();
        try (Workers samples = new Workers(lanes)) {
            for (int i = 0; i < lanes; i++) {
                int share = threads / lanes;
                idle.add(new Lane(share == 1 ? Workers.SERIAL : new Workers(share), newCounter()));
            }
            samples.forEach(
                    count,
                    i -> {
                        Lane lane = idle.removeFirst(); // there are as many as threads
                        gate.enter();
                        try {
                            sample(first + i, lane);
                        } finally {
                            gate.leave();
                            idle.addFirst(lane);
                        }
                    });
        } finally {
            for (Lane lane : idle) {
                if (lane.workers != Workers.SERIAL) {
                    lane.workers.close();
                }
            }
        }
    }

    private BinCounter newCounter() {
        return layout == null ? null : new BinCounter(layout);
    }

    private void sample(int index, Lane lane) {
        Optional<Sample> loaded = runner.load(index);
        if (loaded.isPresent()) {
            observe(index, loaded.get(), lane);
        }
        progress.advance(1);
    }

    private void observe(int index, Sample sample, Lane lane) {
        Set<TensorObserver> seen = new LinkedHashSet<>();
        runner.run(
                sample,
                lane.workers,
                (name, tensor) -> {
                    TensorObserver observer = observers.get(name);
                    if (observer != null) {
                        observer.observe(tensor, index, lane.counter);
                        seen.add(observer);
                    }
                });
        int members = sample.members().size();
        for (TensorObserver observer : seen) {
            observer.samplesEnded(members);
        }
        long bytes = runner.peakBytes();
        for (Tensor t : sample.tensors().values()) {
            bytes += t.type().bytes(t.shape().size());
        }
        gate.learn(bytes);
        good.addAndGet(members);
    }
}
