package io.jquant.execute.integer;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.operator.quant.Codes;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/** Activations that do nothing which rounding to the codes of a grid does not do anyway. */
final class Clamps {
    private Clamps() {}

    /** Is the node such an activation? */
    static boolean isDoneBy(Coded grid, Node n) {
        int lowest = Codes.lowest(grid.type());
        int highest = Codes.highest(grid.type());
        if (n.is("Relu")) {
            return grid.oneZero() == lowest;
        }
        if (!n.is("Clip") || n.input(0) == null) {
            return false;
        }
        Float low = bound(n, 1, "min", Float.NEGATIVE_INFINITY);
        Float high = bound(n, 2, "max", Float.POSITIVE_INFINITY);
        return low != null
                && high != null
                && code(low, grid) <= lowest
                && code(high, grid) >= highest;
    }

    private static double code(float bound, Coded grid) {
        return Math.rint(bound / grid.oneScale()) + grid.oneZero();
    }

    /** A bound of a Clip; null where it is not known. */
    private static Float bound(Node n, int input, String attribute, float otherwise) {
        Value v = n.input(input);
        if (v == null) {
            return n.attributes().getFloat(attribute, otherwise);
        }
        Tensor t = QdqNodes.constant(v);
        return t != null && t.type() == ElementType.FLOAT && t.size() == 1 ? t.floats()[0] : null;
    }
}
