package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.Tensor;

/** What passes ask when they look for a pattern. */
final class Match {
    private Match() {}

    /** The node of this operator that computes a value, or null. */
    static Node producer(Value v, String operator) {
        Node p = v == null ? null : v.producer();
        return p != null && p.is(operator) ? p : null;
    }

    /** As {@link #producer}, where only one node reads the value, in the same graph. */
    static Node inner(Value v, String operator) {
        Node p = producer(v, operator);
        Node reader = p == null ? null : v.soleReader();
        return reader != null && reader.graph() == p.graph() ? p : null;
    }

    /** The operand of a node with two inputs that is not the given one; null when it is none. */
    static Value other(Node n, Value v) {
        if (n.inputs().size() != 2) {
            return null;
        }
        return n.input(0) == v ? n.input(1) : n.input(1) == v ? n.input(0) : null;
    }

    /** The node of this operator that alone reads a value, or null. */
    static Node soleReader(Value v, String operator) {
        Node r = v == null ? null : v.soleReader();
        return r != null && r.is(operator) && r.graph() == v.graph() ? r : null;
    }

    /** The number in a constant of one element of type float or double; else NaN. */
    static double scalar(Value v, Workspace work) {
        if (v == null || !work.isFloatConstant(v)) {
            return Double.NaN;
        }
        Tensor t = work.constant(v);
        return t.size() == 1 ? Doubles.of(t)[0] : Double.NaN;
    }

    /** Are two numbers the same but for the digits that were written down? */
    static boolean isClose(double a, double b) {
        return Math.abs(a - b) <= 2e-6 * Math.max(Math.abs(a), Math.abs(b));
    }

    /** Which of the first two inputs is a float constant; -1 when none or both are. */
    static int constantOperand(Node n, Workspace work) {
        if (n.inputs().size() != 2 || n.input(0) == null || n.input(1) == null) {
            return -1;
        }
        boolean first = work.isFloatConstant(n.input(0));
        return first == work.isFloatConstant(n.input(1)) ? -1 : first ? 0 : 1;
    }
}
