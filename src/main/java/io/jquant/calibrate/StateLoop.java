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
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs samples, those of stateful models step by step: outputs of one step are fed to inputs of the
 * next.
 */
public final class StateLoop {
    private final Map<String, String> states;
    private final Map<String, Tensor> begin = new LinkedHashMap<>();

    /**
     * @param outputToInput output → input that it is fed to; an input that a sample does not give
     *     at the first step is zero then
     * @throws io.jquant.support.JquantException when they do not belong together
     */
    public StateLoop(Model model, Map<String, String> outputToInput) {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(outputToInput));
        states.forEach((out, in) -> begin.put(in, begin(model, out, in)));
    }

    private static Tensor begin(Model model, String out, String in) {
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
                || t.shape() == null
                || !mayBeSame(f.shape(), t.shape())) {
            throw Problem.STATE_INVALID.with(
                    out, in, "they are " + from.type() + " and " + to.type());
        }
        return zero(t);
    }

    /** Have they the same rank, and no fixed sizes that differ? */
    private static boolean mayBeSame(SymbolicShape from, SymbolicShape to) {
        if (from == null) {
            return true;
        }
        boolean same = from.rank() == to.rank();
        for (int i = 0; same && i < to.rank(); i++) {
            boolean open = !from.dim(i).isKnown() || !to.dim(i).isKnown();
            same = open || from.size(i) == to.size(i);
        }
        return same;
    }

    /** The state before the first step; axes without a fixed size have size 1. */
    private static Tensor zero(TensorType type) {
        long[] dims = new long[type.shape().rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = type.shape().dim(i).isKnown() ? type.shape().size(i) : 1;
        }
        return Tensor.zeros(type.element(), Shape.of(dims));
    }

    /**
     * Runs a sample.
     *
     * @param tap may be null
     * @param step gets the outputs of every step
     */
    public void run(
            Interpreter interpreter,
            Sample sample,
            Workers workers,
            Tap tap,
            Consumer<Map<String, RuntimeValue>> step) {
        if (states.isEmpty() && sample.steps() == 1) {
            step.accept(interpreter.run(sample.step(0), workers, tap));
            return;
        }
        Map<String, Tensor> state = new LinkedHashMap<>(begin);
        for (int time = 0; time < sample.steps(); time++) {
            Map<String, Tensor> inputs = new LinkedHashMap<>(state);
            if (time == 0) {
                inputs.putAll(sample.step(time));
            } else {
                sample.step(time).forEach(inputs::putIfAbsent);
            }
            Map<String, RuntimeValue> outputs = interpreter.run(inputs, workers, tap);
            states.forEach((out, in) -> state.put(in, (Tensor) outputs.get(out)));
            step.accept(outputs);
        }
    }
}
