package io.jquant.recover;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.StateLoop;
import io.jquant.data.BadSamples;
import io.jquant.data.Sample;
import io.jquant.data.SampleSource;
import io.jquant.execute.Interpreter;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.rewrite.QdqEmitter;
import io.jquant.rewrite.QuantizationPlan;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges range tables by what the model, quantized with them and run on held-out samples, makes of
 * its outputs: for each output, or piece of one, the mean over the samples of the
 * signal-to-quantization-noise ratio in dB.
 */
final class Simulation {
    private static final double CAP = 100;
    private static final double FLOOR = -20;

    /** What the samples and their float outputs may take; with less room fewer of them judge. */
    private static final long MOST_BYTES = 128L << 20;

    private final Model model;
    private final Workers workers;
    private final StateLoop loop;
    private final List<Sample> samples = new ArrayList<>();
    private final List<List<Map<String, Tensor>>> wanted = new ArrayList<>();
    private final Map<String, Pieces> pieces = new LinkedHashMap<>();
    private final int figures;

    /** Outputs of so many values in a sample tell enough with a few samples. */
    private static final long MANY_VALUES = 10_000;

    private static final int FEW_SAMPLES = 20;

    /**
     * @param model the float model, as it would be planned; it does not change
     * @param sources of samples, the best first; of the same name the first is taken
     * @param most at most so many samples are taken; of outputs with many values not more than 20
     */
    Simulation(
            Model model,
            List<SampleSource> sources,
            int most,
            BadSamples bad,
            Map<String, String> states,
            Workers workers) {
        this.model = model;
        this.workers = workers;
        loop = new StateLoop(model, states);
        long room = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4);
        Interpreter reference = Interpreter.builder(model).goAroundUnknown(true).build();
        Set<String> names = new HashSet<>();
        int wants = most;
        for (SampleSource source : sources) {
            for (int i = 0; i < source.size() && samples.size() < wants && room > 0; i++) {
                Sample sample = names.add(source.name(i)) ? bad.load(source, i).orElse(null) : null;
                if (sample == null) {
                    continue;
                }
                List<Map<String, Tensor>> outputs = new ArrayList<>();
                loop.run(reference, sample, workers, null, o -> outputs.add(floats(o)));
                samples.add(sample);
                wanted.add(outputs);
                room -= bytes(sample.tensors());
                long values = 0;
                for (Map<String, Tensor> o : outputs) {
                    room -= bytes(o);
                    values += o.values().stream().mapToLong(Tensor::size).sum();
                }
                wants = values >= MANY_VALUES ? Math.min(most, FEW_SAMPLES) : wants;
            }
        }
        int count = 0;
        for (Value output : model.graph().outputs()) {
            List<Tensor> seen = new ArrayList<>();
            wanted.forEach(
                    steps ->
                            steps.forEach(
                                    o -> {
                                        Tensor t = o.get(output.name());
                                        if (t != null && t.size() > 0) {
                                            seen.add(t);
                                        }
                                    }));
            if (!seen.isEmpty() && !pieces.containsKey(output.name())) {
                Pieces p = Pieces.of(seen);
                pieces.put(output.name(), p);
                count += p.count();
            }
        }
        figures = count;
    }

    private static Map<String, Tensor> floats(Map<String, RuntimeValue> outputs) {
        Map<String, Tensor> floats = new LinkedHashMap<>();
        outputs.forEach(
                (name, value) -> {
                    if (value instanceof Tensor t && t.type() == ElementType.FLOAT) {
                        floats.put(name, t);
                    }
                });
        return floats;
    }

    private static long bytes(Map<String, Tensor> tensors) {
        long sum = 0;
        for (Tensor t : tensors.values()) {
            sum += t.type().bytes(t.shape().size());
        }
        return sum;
    }

    /** Is there nothing to judge by? */
    boolean isBlind() {
        return figures == 0;
    }

    /** How many samples judge. */
    int samples() {
        return samples.size();
    }

    /**
     * The quantized model that a table makes, not run yet; null when nothing would be quantized.
     * Figures are NaN for pieces that cannot be compared.
     */
    Trial trial(RangeTable ranges, PlanOptions options) {
        Model copy = model.copy();
        QuantizationPlan plan = Planner.plan(copy, ranges, options);
        if (plan.isLeftAlone()) {
            return null;
        }
        QdqEmitter.emit(copy, plan, workers);
        return trial(copy);
    }

    /** A quantized model as it was emitted, not run yet. */
    Trial trial(Model emitted) {
        Interpreter interpreter = Interpreter.builder(emitted).goAroundUnknown(true).build();
        return new Trial(i -> sample(interpreter, i), samples.size(), workers);
    }

    private double[] sample(Interpreter interpreter, int index) {
        double[] signal = new double[figures];
        double[] noise = new double[figures];
        int[] time = {0};
        loop.run(
                interpreter,
                samples.get(index),
                Workers.SERIAL,
                null,
                have -> add(wanted.get(index).get(time[0]++), have, signal, noise));
        double[] db = new double[figures];
        for (int f = 0; f < figures; f++) {
            if (Double.isNaN(signal[f]) || signal[f] == 0) {
                db[f] = Double.NaN;
            } else {
                double d = 10 * StrictMath.log10(signal[f] / noise[f]);
                db[f] = Double.isNaN(d) ? FLOOR : Math.max(FLOOR, Math.min(CAP, d));
            }
        }
        return db;
    }

    private void add(
            Map<String, Tensor> want,
            Map<String, RuntimeValue> have,
            double[] signal,
            double[] noise) {
        int from = 0;
        for (Map.Entry<String, Pieces> e : pieces.entrySet()) {
            Pieces p = e.getValue();
            Tensor w = want.get(e.getKey());
            if (w != null
                    && have.get(e.getKey()) instanceof Tensor h
                    && h.type() == ElementType.FLOAT
                    && h.shape().equals(w.shape())
                    && p.fits(w)) {
                p.add(w, h, signal, noise, from);
            } else {
                Arrays.fill(signal, from, from + p.count(), Double.NaN);
            }
            from += p.count();
        }
    }
}
