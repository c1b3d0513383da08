package io.jquant.operator.common;

import io.jquant.operator.Inference;
import io.jquant.operator.NodeView;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Broadcasting before opset 7: only the second operand is broadcast, when the attribute {@code
 * broadcast} says so, its axes beginning at the attribute {@code axis} of the first.
 */
public final class LegacyBroadcast {
    private static final int MULTIDIRECTIONAL_SINCE = 7;

    private LegacyBroadcast() {}

    private static boolean applies(NodeView node) {
        return node.opset() < MULTIDIRECTIONAL_SINCE && node.attributes().has("axis");
    }

    /** The common shape of two operands by the rules of the node's opset; null when not known. */
    public static SymbolicShape shape(Inference node) {
        SymbolicShape a = node.shape(0);
        return Broadcast.shape(Arrays.asList(a, second(node, a, node.shape(1))));
    }

    /** The second operand's shape as today's rules need it. */
    public static Shape second(NodeView node, Shape a, Shape b) {
        if (!applies(node)) {
            return b;
        }
        int axis = Axes.normalize(node.attributes().getInt("axis", -1), a.rank());
        int trailing = a.rank() - axis - b.rank();
        if (trailing <= 0) {
            return b;
        }
        long[] dims = new long[b.rank() + trailing];
        Arrays.fill(dims, 1);
        System.arraycopy(b.toArray(), 0, dims, 0, b.rank());
        return Shape.of(dims);
    }

    private static SymbolicShape second(NodeView node, SymbolicShape a, SymbolicShape b) {
        if (!applies(node) || a == null || b == null) {
            return b;
        }
        int axis = Axes.normalize(node.attributes().getInt("axis", -1), a.rank());
        List<Dimension> dims = new ArrayList<>(b.dims());
        while (dims.size() < a.rank() - axis) {
            dims.add(Dimension.of(1));
        }
        return new SymbolicShape(dims);
    }
}
