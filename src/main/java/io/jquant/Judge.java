package io.jquant;

import io.jquant.calibrate.StateLoop;
import io.jquant.data.BadSamples;
import io.jquant.data.Sample;
import io.jquant.data.SampleSource;
import io.jquant.execute.Interpreter;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.support.Progress;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the quantized model with the float one, both run by the interpreter. */
final class Judge {
    private static final Set<ElementType> FLOATS =
            Set.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);

    private static final double CAP = 100;
    private static final double FLOOR = -20;

    private Judge() {}

    /**
     * The SQNR of every float output; outputs whose shapes differ between the two count by the
     * other samples.
     */
    static List<OutputSqnr> sqnr(
            Model floating, Model quantized, Samples samples, int threads, Progress progress) {
        SampleSource judging = samples.judging();
        BadSamples bad = samples.bad();
        StateLoop loop = new StateLoop(floating, samples.states());
        Interpreter reference = Interpreter.builder(floating).goAroundUnknown(true).build();
        Interpreter judged = Interpreter.builder(quantized).goAroundUnknown(true).build();
        List<String> names =
                floating.graph().outputs().stream().map(Value::name).distinct().toList();
        double[][] decibels = new double[judging.size()][names.size()];
        progress.start("compare", judging.size());
        try (Workers workers = new Workers(Math.min(threads, judging.size()))) {
            workers.forEach(
                    judging.size(),
                    i -> {
                        Arrays.fill(decibels[i], Double.NaN);
                        bad.load(judging, i)
                                .ifPresent(
                                        s ->
                                                compare(
                                                        s,
                                                        loop,
                                                        reference,
                                                        judged,
                                                        names,
                                                        decibels[i]));
                        progress.advance(1);
                    });
        }
        progress.done();
        return means(names, decibels);
    }

    private static void compare(
            Sample sample,
            StateLoop loop,
            Interpreter reference,
            Interpreter judged,
            List<String> names,
            double[] decibels) {
        List<Map<String, RuntimeValue>> want = new ArrayList<>();
        List<Map<String, RuntimeValue>> have = new ArrayList<>();
        loop.run(reference, sample, Workers.SERIAL, null, want::add);
        loop.run(judged, sample, Workers.SERIAL, null, have::add);
        for (int k = 0; k < names.size(); k++) {
            decibels[k] = decibels(names.get(k), want, have);
        }
    }

    private static List<OutputSqnr> means(List<String> names, double[][] decibels) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (double[] sample :
                decibels) { // in the order of the samples, so that the sum is the same for any
            // number of threads
            for (int k = 0; k < sample.length; k++) {
                if (!Double.isNaN(sample[k])) {
                    sums.merge(names.get(k), sample[k], Double::sum);
                    counts.merge(names.get(k), 1, Integer::sum);
                }
            }
        }
        List<OutputSqnr> out = new ArrayList<>();
        sums.forEach((name, sum) -> out.add(new OutputSqnr(name, sum / counts.get(name))));
        return out;
    }

    /** Over all steps of a sample; NaN for what cannot be compared. */
    private static double decibels(
            String name,
            List<Map<String, RuntimeValue>> want,
            List<Map<String, RuntimeValue>> have) {
        double signal = 0;
        double noise = 0;
        for (int step = 0; step < want.size(); step++) {
            if (!(want.get(step).get(name) instanceof Tensor w
                            && have.get(step).get(name) instanceof Tensor h)
                    || !FLOATS.contains(w.type())
                    || h.type() != w.type()
                    || !w.shape().equals(h.shape())
                    || w.size() == 0) {
                return Double.NaN;
            }
            float[] x = TensorNumbers.floats(w);
            float[] y = TensorNumbers.floats(h);
            for (int i = 0; i < w.size(); i++) {
                double d = (double) x[i] - y[i];
                signal += (double) x[i] * x[i];
                noise += d * d;
            }
        }
        if (noise == 0) {
            return CAP;
        }
        double db = 10 * StrictMath.log10(signal / noise);
        return Double.isNaN(db) ? FLOOR : Math.max(FLOOR, Math.min(CAP, db));
    }
}
