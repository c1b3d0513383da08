package io.jquant.operator.contrib;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.operator.Inference;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.List;

/** Asks an operator for the shape of its first output, for floats of given shapes. */
final class InnerInference implements Inference {
    private final Inference outer;
    private final int opset;
    private final List<ValueType> inputs;
    private ValueType result;

    InnerInference(Inference outer, int opset, List<ValueType> inputs) {
        this.outer = outer;
        this.opset = opset;
        this.inputs = inputs;
    }

    /** An operator on the codes of input 0 that gives codes of the shape it gives floats. */
    static void inferOnCodes(Inference node, int opset, Operator operator) {
        List<ValueType> given = List.of(ValueType.tensor(ElementType.FLOAT, node.shape(0)));
        InnerInference inner = new InnerInference(node, opset, given);
        operator.infer(inner);
        node.output(0, node.elementType(0), inner.shape());
    }

    /** The shape of the first output, or null. */
    SymbolicShape shape() {
        return result instanceof ValueType.TensorType t ? t.shape() : null;
    }

    @Override
    public void output(int index, ValueType type) {
        if (index == 0) {
            result = type;
        }
    }

    @Override
    public List<ValueType> inferBody(Graph body, List<ValueType> given) {
        return outer.inferBody(body, given);
    }

    @Override
    public ValueType inputType(int index) {
        return index < inputs.size() ? inputs.get(index) : null;
    }

    @Override
    public Tensor constant(int index) {
        return null;
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
        return index < inputs.size() && inputs.get(index) != null;
    }

    @Override
    public boolean hasOutput(int index) {
        return index == 0;
    }
}
