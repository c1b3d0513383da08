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
import io.jquant.rewrite.WeightMemo;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
    private final WeightMemo memo = new WeightMemo();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Integer> halves = new ArrayList<>(); // of the own samples; UNSEEN of others
    private final List<List<Map<String, Tensor>>> wanted = new ArrayList<>();
    private final Map<String, Pieces> pieces = new LinkedHashMap<>();
    private final int figures;

    /** Outputs of so many values in a sample tell enough with a few samples. */
    private static final long MANY_VALUES = 10_000;

    private static final int FEW_SAMPLES = 20;

    private static final int UNSEEN = -1;

    /** Multiples of the golden ratio are spread over the unit interval most evenly. */
    private static final double GOLDEN = 0.618034;

    /**
     * @param model the float model, as it would be planned; it does not change
     * @param unseen samples that ranges are not found by; of the same name the first is taken
     * @param own samples that ranges are found by, which judge where there are not enough others;
     *     null for none
     * @param most at most so many samples are taken; of outputs with many values not more than 20
     */
    Simulation(
            Model model,
            List<SampleSource> unseen,
            SampleSource own,
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
        List<SampleSource> sources = new ArrayList<>(unseen);
        if (own != null) {
            sources.add(own);
        }
        for (SampleSource source : sources) {
            for (int i : spread(source.size())) {
                if (samples.size() >= wants || room <= 0) {
                    break;
                }
                Sample sample = names.add(source.name(i)) ? bad.load(source, i).orElse(null) : null;
                if (sample == null) {
                    continue;
                }
                List<Map<String, Tensor>> outputs = new ArrayList<>();
                loop.run(reference, sample, workers, null, o -> outputs.add(floats(o)));
                samples.add(sample);
                halves.add(source == own ? i % 2 : UNSEEN);
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

    /** The numbers below n in an order whose every beginning is spread over all of them. */
    static int[] spread(int n) {
        int stride = Math.max(1, (int) Math.round(n * GOLDEN));
        while (BigInteger.valueOf(stride).gcd(BigInteger.valueOf(n)).intValue() > 1) {
            stride++;
        }
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = (int) ((long) i * stride % n);
        }
        return order;
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

    /** How many of them ranges are not found by. */
    int unseen() {
        return (int) halves.stream().filter(h -> h == UNSEEN).count();
    }

    /**
     * The quantized model that a table makes, not run yet; null when nothing would be quantized.
     * Figures are NaN for pieces that cannot be compared.
     */
    Trial trial(RangeTable ranges, PlanOptions options) {
        Model emitted = emitted(ranges, options);
        return emitted == null ? null : trial(emitted);
    }

    /**
     * The same, while each of the own samples is judged by ranges of the half that it is not in.
     *
     * @param even the table that the even samples give
     * @param odd that of the odd ones
     */
    Trial crossed(RangeTable whole, RangeTable even, RangeTable odd, PlanOptions options) {
        Map<Integer, Interpreter> judged = new HashMap<>(); // by the half of the sample
        for (int half : new TreeSet<>(halves)) {
            Model emitted = emitted(half == UNSEEN ? whole : half == 0 ? odd : even, options);
            if (emitted == null) {
                return null;
            }
            judged.put(half, interpreter(emitted));
        }
        return new Trial(i -> sample(judged.get(halves.get(i)), i), samples.size(), workers);
    }

    private Model emitted(RangeTable ranges, PlanOptions options) {
        Model copy = model.copy();
        QuantizationPlan plan = Planner.plan(copy, ranges, options);
        if (plan.isLeftAlone()) {
            return null;
        }
        QdqEmitter.emit(copy, plan, workers, memo);
        return copy;
    }

    /** A quantized model as it was emitted, not run yet. */
    Trial trial(Model emitted) {
        Interpreter interpreter = interpreter(emitted);
        return new Trial(i -> sample(interpreter, i), samples.size(), workers);
    }

    private static Interpreter interpreter(Model emitted) {
        return Interpreter.builder(emitted).goAroundUnknown(true).build();
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
