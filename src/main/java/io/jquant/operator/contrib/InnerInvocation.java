package io.jquant.operator.contrib;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.operator.FusedTail;
import io.jquant.operator.Invocation;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.List;

/**
 * Runs an operator inside another one, on tensors that the outer one has made; its first output is
 * kept.
 */
final class InnerInvocation implements Invocation {
    private final Invocation outer;
    private final int opset;
    private final List<Tensor> inputs;
    private final FusedTail tail;
    private final boolean last;
    private Tensor result;

    /**
     * @param inputs null where one is left out
     * @param tail may be null
     */
    InnerInvocation(Invocation outer, int opset, List<Tensor> inputs, FusedTail tail) {
        this(outer, opset, inputs, tail, false);
    }

    /**
     * @param last is the first output that of the outer operator, too?
     */
    InnerInvocation(
            Invocation outer, int opset, List<Tensor> inputs, FusedTail tail, boolean last) {
        this.outer = outer;
        this.opset = opset;
        this.inputs = inputs;
        this.tail = tail;
        this.last = last;
    }

    /** The first output. */
    Tensor result() {
        return result;
    }

    @Override
    public Attributes attributes() {
        return outer.attributes();
    }

    @Override
    public int opset() {
        return opset;
    }

    @Override
    public int inputCount() {
        return inputs.size();
    }

    @Override
    public int outputCount() {
        return 1;
    }

    @Override
    public boolean hasInput(int index) {
        return value(index) != null;
    }

    @Override
    public boolean hasOutput(int index) {
        return index == 0;
    }

    @Override
    public RuntimeValue value(int index) {
        return index < inputs.size() ? inputs.get(index) : null;
    }

    @Override
    public Tensor output(int index, ElementType type, Shape shape) {
        Tensor t = last ? outer.output(index, type, shape) : Tensor.zeros(type, shape);
        if (index == 0) {
            result = t;
        }
        return t;
    }

    @Override
    public Tensor outputOver(int index, int input, ElementType type, Shape shape) {
        return output(index, type, shape);
    }

    @Override
    public void forward(int index, RuntimeValue value) {
        if (index == 0) {
            result = (Tensor) value;
        }
    }

    @Override
    public float[] scratch(int length) {
        return outer.scratch(length);
    }

    @Override
    public int[] intScratch(int length) {
        return outer.intScratch(length);
    }

    @Override
    public Object prepared() {
        return outer.prepared();
    }

    @Override
    public FusedTail tail() {
        return tail;
    }

    @Override
    public Workers workers() {
        return outer.workers();
    }

    @Override
    public List<RuntimeValue> runBody(Graph body, List<RuntimeValue> given) {
        return outer.runBody(body, given);
    }
}
