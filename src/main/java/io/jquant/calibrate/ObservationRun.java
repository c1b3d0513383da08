package io.jquant.calibrate;

import io.jquant.support.JquantException;
import io.jquant.support.Kind;
import io.jquant.support.Progress;
import io.jquant.support.Workers;
import io.jquant.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the model on all samples and shows the tensors to their observers. The first sample runs
 * alone, to learn what memory one takes; the others run at the same time, as many as there are
 * threads and as the memory allows. Threads that are left over share the work within a sample.
 */
final class ObservationRun {
    private static final Logger LOG = LoggerFactory.getLogger(ObservationRun.class);

    private final SampleRunner runner;
    private final Map<String, TensorObserver> observers = new LinkedHashMap<>();
    private final BinLayout layout;
    private final int threads;
    private final boolean skipBad;
    private final Progress progress;
    private final MemoryGate gate;
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicReference<JquantException> bad = new AtomicReference<>();

    /** What one sample after the other uses: threads and a work table. */
    private record Lane(Workers workers, BinCounter counter) {}

    /**
     * @param layout the bins, or null for no histograms
     * @param memory bytes that the samples in flight may take
     * @param skipBad go on after a sample that cannot be read?
     */
    ObservationRun(
            SampleRunner runner,
            List<TensorObserver> observers,
            BinLayout layout,
            int threads,
            long memory,
            boolean skipBad,
            Progress progress) {
        this.runner = runner;
        this.layout = layout;
        this.threads = threads;
        this.skipBad = skipBad;
        this.progress = progress;
        gate = new MemoryGate(memory);
        for (TensorObserver o : observers) {
            this.observers.put(o.request().tensor(), o);
        }
    }

    /** Returns the number of samples that were read. */
    int execute() {
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
        if (good.get() == 0 && bad.get() != null) {
            throw bad.get();
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
        Map<String, Tensor> inputs;
        try {
            inputs = runner.load(index);
        } catch (JquantException e) {
            if (!skipBad || e.kind() != Kind.DATA) {
                throw e;
            }
            LOG.warn("{} is left out: {}", runner.name(index), e.getMessage());
            bad.compareAndSet(null, e);
            progress.advance(1);
            return;
        }
        Set<TensorObserver> seen = new LinkedHashSet<>();
        runner.run(
                inputs,
                lane.workers,
                (name, tensor) -> {
                    TensorObserver observer = observers.get(name);
                    if (observer != null) {
                        observer.observe(tensor, index, lane.counter);
                        seen.add(observer);
                    }
                });
        seen.forEach(TensorObserver::sampleEnded);
        long bytes = runner.peakBytes();
        for (Tensor t : inputs.values()) {
            bytes += t.shape().size() * Float.BYTES;
        }
        gate.learn(bytes);
        good.incrementAndGet();
        progress.advance(1);
    }
}
