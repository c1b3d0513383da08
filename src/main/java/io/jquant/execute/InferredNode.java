package io.jquant.execute;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.operator.Inference;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** A node as its operator sees it when it is asked for types. */
final class InferredNode implements Inference, ViewOfNode {
    private final Node node;
    private final int opset;
    private final Facts facts;
    private final BiFunction<Graph, List<ValueType>, List<ValueType>> bodies;
    private final ValueType[] outputs;

    InferredNode(
            Node node,
            int opset,
            Facts facts,
            BiFunction<Graph, List<ValueType>, List<ValueType>> bodies) {
        this.node = node;
        this.opset = opset;
        this.facts = facts;
        this.bodies = bodies;
        this.outputs = new ValueType[node.outputs().size()];
    }

    /** What the operator has told; null where nothing. */
    List<ValueType> outputs() {
        return Arrays.asList(outputs);
    }

    @Override
    public void output(int index, ValueType type) {
        if (index < outputs.length) {
            outputs[index] = type;
        }
    }

    @Override
    public List<ValueType> inferBody(Graph body, List<ValueType> inputs) {
        return bodies.apply(body, inputs);
    }

    @Override
    public ValueType inputType(int index) {
        Value v = node.input(index);
        return v == null ? null : facts.type(v);
    }

    @Override
    public Tensor constant(int index) {
        Value v = node.input(index);
        return v == null ? null : facts.constant(v);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public int opset() {
        return opset;
    }
}
