package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.optimize.Workspace;
import java.util.Arrays;

/** Axes of reductions, which became an input with opset 13 (ReduceSum) and 18. */
final class Reductions {
    private Reductions() {}

    /** Are the axes given as an attribute, or left out? */
    static boolean isAttributeForm(Node n) {
        return n.input(1) == null;
    }

    /**
     * The axes, sorted and counted from the front; null when they are not known or all are meant
     * for want of any.
     */
    static long[] axes(Node n, int rank, Workspace work) {
        long[] axes =
                isAttributeForm(n) ? n.attributes().getInts("axes") : Ints.constant(n, 1, work);
        long[] out = axes == null || axes.length == 0 ? null : Ints.fromFront(axes, rank);
        if (out != null) {
            Arrays.sort(out);
            for (int i = 1; i < out.length; i++) {
                if (out[i] == out[i - 1]) {
                    return null;
                }
            }
        }
        return out;
    }

    static boolean keepsAxes(Node n) {
        return n.attributes().getBoolean("keepdims", true);
    }

    /** Are these all axes from one on? */
    static boolean areLast(long[] axes, int first, int rank) {
        if (axes == null || axes.length != rank - first || axes.length == 0) {
            return false;
        }
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] != first + i) {
                return false;
            }
        }
        return true;
    }
}
