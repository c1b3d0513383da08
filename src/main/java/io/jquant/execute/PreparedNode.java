package io.jquant.execute;

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
record PreparedNode(Node node, int opset, Constants constants) implements Preparation, ViewOfNode {
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
