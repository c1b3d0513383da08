package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Axes, sizes and the like. */
final class Ints {
    private Ints() {}

    /** The elements of a constant input of integers; null when it is left out or not constant. */
    static long[] constant(Node n, int index, Workspace work) {
        Tensor t = work.constant(n.input(index));
        boolean whole =
                t != null && (t.type() == ElementType.INT64 || t.type() == ElementType.INT32);
        return whole ? t.toLongs() : null;
    }

    /** Axes counted from the front; null when one is out of range. */
    static long[] fromFront(long[] axes, int rank) {
        if (axes == null || rank < 0) {
            return null;
        }
        long[] out = new long[axes.length];
        for (int i = 0; i < axes.length; i++) {
            out[i] = axes[i] < 0 ? axes[i] + rank : axes[i];
            if (out[i] < 0 || out[i] >= rank) {
                return null;
            }
        }
        return out;
    }

    static boolean isAll(long[] values, long wanted) {
        return values != null && Arrays.stream(values).allMatch(v -> v == wanted);
    }

    /** A new vector of int64 for a node. */
    static Value vector(Node n, String what, long... values) {
        return n.graph().addInitializer(n.label() + "_" + what, Tensor.vector(values));
    }
}
