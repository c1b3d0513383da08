package io.jquant.recover;

import io.jquant.calibrate.CalibrationJob;
import io.jquant.calibrate.StateLoop;
import io.jquant.data.Draw;
import io.jquant.data.Sample;
import io.jquant.execute.Interpreter;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.rewrite.QdqEmitter;
import io.jquant.rewrite.QuantizationPlan;
import io.jquant.support.Progress;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs samples through a float model and its quantized copy, and counts inner tensors of both side
 * by side, as they are before they are quantized themselves. Sums are made sample by sample, so
 * that they do not depend on threads.
 */
final class PairedRun implements AutoCloseable {
    /** What the samples may take; with less room there are fewer. */
    private static final long MOST_BYTES = 128L << 20;

    private final Model model;
    private final StateLoop loop;
    private final List<String> states;
    private final long maxMemory;
    private final Workers workers;
    private final Progress progress;
    private final List<Sample> samples = new ArrayList<>();

    private PairedRun(CalibrationJob job, Workers workers) {
        model = job.model();
        loop = new StateLoop(model, job.states());
        states = List.copyOf(job.states().keySet());
        maxMemory = job.maxMemory();
        progress = job.progress();
        this.workers = workers;
    }

    /** Reads samples, at most so many, drawn evenly. */
    static PairedRun open(CalibrationJob job, int most, Workers workers) {
        PairedRun run = new PairedRun(job, workers);
        long room = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4);
        for (int i : Draw.evenly(job.samples().size(), most, 0)) {
            Sample s = room > 0 ? job.bad().load(job.samples(), i).orElse(null) : null;
            if (s != null) {
                run.samples.add(s);
                room -= bytes(s.tensors());
            }
        }
        return run;
    }

    int samples() {
        return samples.size();
    }

    @Override
    public void close() {
        samples.clear();
    }

    /**
     * Counts the observed tensors of some units.
     *
     * @param copy of the model; becomes the quantized one
     * @param counts for each unit, to be added to
     */
    void count(
            Model copy,
            QuantizationPlan plan,
            List<LayerRefinement.Unit> units,
            List<JointCounts> counts) {
        QdqEmitter.emit(copy, plan, workers);
        Map<String, Integer> unitOf = new LinkedHashMap<>();
        Map<String, String> nameOf = new HashMap<>(); // in the quantized model → in the float one
        for (int u = 0; u < units.size(); u++) {
            for (String name : units.get(u).observed()) {
                unitOf.put(name, u);
                nameOf.put(beforeCodes(copy, name), name);
            }
        }
        Set<String> wanted = new LinkedHashSet<>(states);
        wanted.addAll(unitOf.keySet());
        Interpreter floating =
                Interpreter.builder(model)
                        .goAroundUnknown(true)
                        .outputs(List.copyOf(wanted))
                        .build();
        Interpreter quantized =
                Interpreter.builder(copy)
                        .goAroundUnknown(true)
                        .outputs(states)
                        .taps(nameOf.keySet())
                        .build();
        Pair pair = new Pair(floating, quantized, unitOf, nameOf);
        int lanes = 1;
        for (int from = 0; from < samples.size(); ) {
            int first = from;
            int many = Math.min(lanes, samples.size() - from);
            List<List<JointCounts>> each = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                each.add(counts.stream().map(JointCounts::empty).toList());
            }
            long[] bytes = new long[many];
            Workers inside = many == 1 ? workers : Workers.SERIAL;
            workers.forEach(
                    many, i -> bytes[i] = pair.run(samples.get(first + i), each.get(i), inside));
            for (List<JointCounts> partial : each) {
                for (int u = 0; u < counts.size(); u++) {
                    counts.get(u).merge(partial.get(u));
                }
            }
            progress.advance(many);
            from += many;
            if (first == 0) { // it has shown what memory a sample takes
                long most = Math.max(1, maxMemory / Math.max(1, bytes[0]));
                lanes = (int) Math.min(most, workers.threads());
            }
        }
    }

    /** The name of what is quantized to a tensor: a graph output's own name goes to its codes. */
    private static String beforeCodes(Model quantized, String name) {
        Value v = quantized.graph().find(name);
        Node dq = v.producer();
        if (dq == null || !dq.is("DequantizeLinear")) {
            return name;
        }
        return dq.input(0).producer().input(0).name();
    }

    private static long bytes(Map<String, ? extends RuntimeValue> tensors) {
        long sum = 0;
        for (RuntimeValue v : tensors.values()) {
            if (v instanceof Tensor t) {
                sum += t.type().bytes(t.shape().size());
            }
        }
        return sum;
    }

    /** Both models. */
    private final class Pair {
        private final Interpreter floating;
        private final Interpreter quantized;
        private final Map<String, Integer> unitOf;
        private final Map<String, String> nameOf;

        Pair(
                Interpreter floating,
                Interpreter quantized,
                Map<String, Integer> unitOf,
                Map<String, String> nameOf) {
            this.floating = floating;
            this.quantized = quantized;
            this.unitOf = unitOf;
            this.nameOf = nameOf;
        }

        /** Runs a sample; tells about how many bytes that took. */
        long run(Sample sample, List<JointCounts> counts, Workers inside) {
            List<Map<String, RuntimeValue>> wanted = new ArrayList<>();
            loop.run(floating, sample, inside, null, wanted::add);
            int[] time = {0};
            loop.run(
                    quantized,
                    sample,
                    inside,
                    (name, have) -> count(wanted.get(time[0]), nameOf.get(name), have, counts),
                    outputs -> time[0]++);
            long bytes = floating.peakBytes() + quantized.peakBytes();
            for (Map<String, RuntimeValue> step : wanted) {
                bytes += bytes(step);
            }
            return bytes;
        }

        private void count(
                Map<String, RuntimeValue> wanted,
                String name,
                Tensor have,
                List<JointCounts> counts) {
            if (name != null
                    && wanted.get(name) instanceof Tensor want
                    && want.type() == ElementType.FLOAT
                    && have.type() == ElementType.FLOAT
                    && want.shape().equals(have.shape())) {
                counts.get(unitOf.get(name)).add(have.floats(), want.floats(), want.size());
            }
        }
    }
}
