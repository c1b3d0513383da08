package io.jquant.optimize.upgrade;

import io.jquant.execute.Facts;
import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What adapters share: knowledge of the model before the upgrade, and new constants. */
final class UpgradeContext {
    private record Vector(Graph graph, List<Long> values) {}

    private final Facts facts;
    private final Map<Vector, Value> vectors = new HashMap<>();

    UpgradeContext(Facts facts) {
        this.facts = facts;
    }

    Facts facts() {
        return facts;
    }

    /** A vector of int64 as a constant for a node; equal ones are shared within a graph. */
    Value vector(Node n, String what, long... values) {
        Vector key = new Vector(n.graph(), LongStream.of(values).boxed().toList());
        return vectors.computeIfAbsent(
                key, k -> n.graph().addInitializer(what, Tensor.vector(values)));
    }

    /** Turns an attribute of integers into the input with the given index. */
    void intsToInput(Node n, String attribute, int index) {
        long[] values = n.attributes().getInts(attribute);
        if (values != null) {
            n.setInput(index, vector(n, attribute, values));
            n.attributes().remove(attribute);
        }
    }

    /**
     * A scalar of the node's first input's type.
     *
     * @throws UnadaptableException when that type is not known, or not one that is written here
     */
    Value scalar(Node n, String what, float value) {
        ElementType type = facts.elementType(n.input(0));
        if (type == ElementType.FLOAT) {
            return n.graph().addInitializer(what, Tensor.scalar(value));
        }
        if (type == ElementType.DOUBLE) {
            double[] one = {value};
            return n.graph().addInitializer(what, Tensor.of(type, Shape.SCALAR, one));
        }
        if (type == ElementType.FLOAT16) {
            Value real = n.graph().addInitializer(what, Tensor.scalar(value));
            return n.graph()
                    .insert(
                            n,
                            "Cast",
                            what,
                            Attributes.of(Attribute.of("to", (long) type.code())),
                            real);
        }
        throw new UnadaptableException(
                n, type == null ? "the type of its input is not known" : "its input is " + type);
    }
}
