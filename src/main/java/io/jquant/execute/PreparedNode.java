package io.jquant.execute;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.operator.Preparation;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;

/**
 * A node of the graph as its operator sees it before it runs.
 *
 * @param constants what is known before the first run
 */
record PreparedNode(Node node, int opset, Constants constants) implements Preparation {
    @Override
    public Attributes attributes() {
        return node.attributes();
    }

    @Override
    public int inputCount() {
        return node.inputs().size();
    }

    @Override
    public int outputCount() {
        return node.outputs().size();
    }

    @Override
    public boolean hasInput(int index) {
        return node.input(index) != null;
    }

    @Override
    public boolean hasOutput(int index) {
        return node.output(index) != null;
    }

    @Override
    public ValueType inputType(int index) {
        Value v = node.input(index);
        return v == null ? null : v.type();
    }

    @Override
    public Tensor constant(int index) {
        return constants.of(node.input(index));
    }
}
