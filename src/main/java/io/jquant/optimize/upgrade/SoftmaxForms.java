package io.jquant.optimize.upgrade;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Rewrites;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;

/**
 * Softmax, LogSoftmax and Hardmax before opset 13 worked on all axes from the given one on as if
 * they were one; later, on the given one alone.
 */
final class SoftmaxForms {
    private SoftmaxForms() {}

    static void alongOneAxis(Node n, UpgradeContext c) {
        long axis = n.attributes().getInt("axis", 1);
        SymbolicShape shape = c.facts().shape(n.input(0));
        if (shape != null) {
            long only = onlyAxis(shape, axis < 0 ? axis + shape.rank() : axis);
            if (only >= 0) {
                n.attributes().set(Attribute.of("axis", only == shape.rank() - 1 ? -1 : only));
                return;
            }
        }
        Attributes from = Attributes.of(Attribute.of("axis", axis));
        Value flat = Rewrites.before(n, "Flatten", from, n.input(0));
        Value done = Rewrites.before(n, n.opType(), Attributes.of(Attribute.of("axis", -1)), flat);
        Rewrites.replace(n, "Reshape", new Attributes(), done, target(n, shape, c));
    }

    /** The axis that does the work alone because the others behind it have size 1; else -1. */
    private static long onlyAxis(SymbolicShape shape, long axis) {
        long only = -1;
        for (long i = Math.max(0, axis); i < shape.rank(); i++) {
            if (shape.size((int) i) != 1) {
                if (only >= 0) {
                    return -1;
                }
                only = i;
            }
        }
        return only >= 0 ? only : Math.min(axis, shape.rank() - 1);
    }

    /** The shape before flattening: a constant where at most one axis is open. */
    private static Value target(Node n, SymbolicShape shape, UpgradeContext c) {
        long open = shape == null ? 2 : shape.dims().stream().filter(d -> !d.isKnown()).count();
        boolean empty = shape != null && shape.dims().stream().anyMatch(d -> d.size() == 0);
        if (open > 1 || (open == 1 && empty)) {
            return Rewrites.before(n, "Shape", new Attributes(), n.input(0));
        }
        return c.vector(n, "shape", shape.dims().stream().mapToLong(Dimension::size).toArray());
    }
}
