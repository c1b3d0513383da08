package io.jquant.rewrite;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;

/**
 * A chain of nodes over channels-last data in place of one node over [batch, channels, rows,
 * columns]. Integer convolutions are channels-last in ONNX Runtime, so that the Transposes at both
 * ends cancel against those of the convolutions. Sizes below 0 are not known.
 */
final class LastChain {
    private static final long[] TO_LAST = {0, 2, 3, 1};
    private static final long[] TO_FIRST = {0, 3, 1, 2};

    private final Graph graph;
    private final Node node;
    private final String base;
    private final ElementType element;
    private Value at;

    /** Begins with the node's first input, whose shape is given. */
    LastChain(Node n, String suffix, SymbolicShape x) {
        node = n;
        graph = n.graph();
        base = n.output().name() + suffix;
        at = n.input(0);
        element = at.tensorType().element();
        transpose(TO_LAST, x.size(0), x.size(2), x.size(3), x.size(1));
    }

    /** Ends with what has this shape, and removes the node. */
    void end(long batch, long channels, long rows, long columns) {
        transpose(TO_FIRST, batch, channels, rows, columns);
        Value made = at;
        graph.moveOutput(node.output(), made.producer(), 0);
        graph.removeValue(made);
        Value[] inputs = node.inputs().toArray(Value[]::new);
        graph.removeNode(node);
        for (int i = 1; i < inputs.length; i++) {
            Constants.dropUnread(inputs[i]);
        }
    }

    void reshape(long... dims) {
        long[] target = dims.clone();
        target[0] = -1;
        append("Reshape", new Attributes(), dims, ints(target));
    }

    void tile(long[] times, long... dims) {
        append("Tile", new Attributes(), dims, ints(times));
    }

    void transpose(long[] order, long... dims) {
        append("Transpose", Attributes.of(Attribute.of("perm", order.clone())), dims);
    }

    /** Leaves out the columns behind the last of these. */
    void cutColumns(long... dims) {
        append("Slice", new Attributes(), dims, ints(0), ints(dims[2]), ints(2));
    }

    private void append(String operator, Attributes attributes, long[] dims, Value... parameters) {
        Value[] inputs = new Value[parameters.length + 1];
        inputs[0] = at;
        System.arraycopy(parameters, 0, inputs, 1, parameters.length);
        at = graph.insert(node, operator, base, attributes, inputs);
        at.setType(ValueType.tensor(element, SymbolicShape.of(dims)));
    }

    private Value ints(long... values) {
        return graph.addInitializer(base + "_shape", Tensor.of(Shape.of(values.length), values));
    }
}
