package io.jquant.calibrate;

import io.jquant.data.Sample;
import io.jquant.execute.Interpreter;
import io.jquant.execute.Tap;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType.TensorType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The samples of a job and the interpreter of its model. */
final class ModelRunner implements SampleRunner {
    private final CalibrationJob job;
    private final Interpreter interpreter;

    ModelRunner(CalibrationJob job) {
        this.job = job;
        job.states().forEach((out, in) -> checkState(job.model(), out, in));
        interpreter =
                Interpreter.builder(job.model())
                        .taps(
                                job.requests().stream()
                                        .map(TensorRequest::tensor)
                                        .collect(Collectors.toUnmodifiableSet()))
                        .build();
    }

    private static void checkState(Model model, String out, String in) {
        Value from = model.graph().find(out);
        Value to = model.graph().find(in);
        if (from == null || !model.graph().outputs().contains(from)) {
            throw Problem.STATE_INVALID.with(out, in, "'" + out + "' is no output of the model");
        }
        if (to == null || !model.graph().inputs().contains(to)) {
            throw Problem.STATE_INVALID.with(out, in, "'" + in + "' is no input of the model");
        }
        if (!(from.type() instanceof TensorType f)
                || !(to.type() instanceof TensorType t)
                || f.element() != t.element()
                || t.shape() == null) {
            throw Problem.STATE_INVALID.with(
                    out, in, "they are " + from.type() + " and " + to.type());
        }
    }

    @Override
    public int samples() {
        return job.samples().size();
    }

    @Override
    public String name(int sample) {
        return job.samples().name(sample);
    }

    @Override
    public Optional<Sample> load(int sample) {
        return job.bad().load(job.samples(), sample);
    }

    @Override
    public void run(Sample sample, Workers workers, Tap tap) {
        Map<String, Tensor> fedBack = new LinkedHashMap<>();
        for (int time = 0; time < sample.steps(); time++) {
            Map<String, Tensor> inputs = new LinkedHashMap<>(sample.step(time));
            for (String in : job.states().values()) {
                if (time == 0 && !inputs.containsKey(in)) {
                    inputs.put(in, zero(job.model(), in));
                }
            }
            inputs.putAll(fedBack);
            Map<String, RuntimeValue> outputs = interpreter.run(inputs, workers, tap);
            job.states().forEach((out, in) -> fedBack.put(in, (Tensor) outputs.get(out)));
        }
    }

    /** The state before the first step; axes without a fixed size have size 1. */
    private static Tensor zero(Model model, String input) {
        Value v = model.graph().find(input);
        TensorType type = (TensorType) v.type();
        long[] dims = new long[type.shape().rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = type.shape().dim(i).isKnown() ? type.shape().size(i) : 1;
        }
        return Tensor.zeros(type.element(), Shape.of(dims));
    }

    @Override
    public long peakBytes() {
        return interpreter.peakBytes();
    }
}
