package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A value as (x - mean) / √(variance + epsilon), or x / √(mean square + epsilon), over some axes of
 * x, in the arithmetic that exporters write.
 *
 * @param data x
 * @param axes sorted, from the front
 * @param epsilon what keeps the root from 0
 * @param centered is the mean taken off?
 */
record Normalized(Value data, long[] axes, double epsilon, boolean centered) {
    /** Reads a Div or a Mul; null when it is no such thing. */
    static Normalized of(Node n, Workspace work) {
        if (n.is("Div")) {
            return of(n.input(0), underRoot(n.input(1), false, work), work);
        }
        for (int i = 0; i < 2 && n.is("Mul"); i++) {
            Normalized found = of(n.input(i), underRoot(n.input(1 - i), true, work), work);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** What a root is taken of: v = √s, or 1 / √s. */
    private static Value underRoot(Value v, boolean inverted, Workspace work) {
        Node n = v == null ? null : v.producer();
        if (n == null) {
            return null;
        }
        if (n.is("Pow") && Match.scalar(n.input(1), work) == (inverted ? -0.5 : 0.5)) {
            return n.input(0);
        }
        if (n.is("Sqrt") && !inverted) {
            return n.input(0);
        }
        boolean reciprocal = n.is("Div") && Match.scalar(n.input(0), work) == 1;
        if (inverted && (n.is("Reciprocal") || reciprocal)) {
            return underRoot(n.input(reciprocal ? 1 : 0), false, work);
        }
        Node root = Match.producer(v, "Sqrt");
        Node inner = root == null || !inverted ? null : root.input(0).producer();
        return inner != null && inner.is("Reciprocal") ? inner.input(0) : null;
    }

    private static Normalized of(Value above, Value underRoot, Workspace work) {
        Node sum = Match.producer(underRoot, "Add");
        int constant = sum == null ? -1 : Match.constantOperand(sum, work);
        double epsilon = constant < 0 ? Double.NaN : Match.scalar(sum.input(constant), work);
        Node mean = Double.isNaN(epsilon) ? null : meanOf(sum.input(1 - constant));
        Value squared = mean == null ? null : base(mean.input(0), work);
        if (squared == null || !(epsilon >= 0)) {
            return null;
        }
        long[] axes = Reductions.axes(mean, work.facts().rank(mean.input(0)), work);
        Node difference = Match.producer(above, "Sub");
        Node average = difference == null ? null : meanOf(difference.input(1));
        boolean centered =
                average != null
                        && average.input(0) == difference.input(0)
                        && isSameDifference(squared, difference)
                        && Arrays.equals(
                                axes,
                                Reductions.axes(
                                        average, work.facts().rank(difference.input(0)), work));
        if (axes == null || !(centered || squared == above)) {
            return null;
        }
        return new Normalized(centered ? difference.input(0) : above, axes, epsilon, centered);
    }

    /** The same x - mean, perhaps computed twice. */
    private static boolean isSameDifference(Value v, Node difference) {
        Node n = v.producer();
        return n == difference
                || (n != null
                        && n.is("Sub")
                        && n.input(0) == difference.input(0)
                        && n.input(1) == difference.input(1));
    }

    private static Node meanOf(Value v) {
        Node mean = Match.producer(v, "ReduceMean");
        return mean != null && Reductions.keepsAxes(mean) ? mean : null;
    }

    /** What is squared: x of x² or x · x; null when nothing is. */
    private static Value base(Value v, Workspace work) {
        Node pow = Match.producer(v, "Pow");
        if (pow != null) {
            return Match.scalar(pow.input(1), work) == 2 ? pow.input(0) : null;
        }
        Node mul = Match.producer(v, "Mul");
        return mul != null && mul.input(0) == mul.input(1) ? mul.input(0) : null;
    }

    /** The scale and the shift, one constant each, that stand behind a normalization. */
    static ScaleShift behind(Node n, boolean shifts, Workspace work) {
        List<Node> nodes = new ArrayList<>(List.of(n));
        Node mul = Match.soleReader(n.output(), "Mul");
        int constant = mul == null ? -1 : Match.constantOperand(mul, work);
        Value scale = constant < 0 ? null : mul.input(constant);
        if (scale != null) {
            nodes.add(mul);
        }
        Value last = nodes.get(nodes.size() - 1).output();
        Node add = shifts ? Match.soleReader(last, "Add") : null;
        int term = add == null ? -1 : Match.constantOperand(add, work);
        Value shift = term < 0 ? null : add.input(term);
        if (shift != null) {
            nodes.add(add);
        }
        return new ScaleShift(scale, shift, nodes);
    }

    /** Nothing but the normalization. */
    static ScaleShift alone(Node n) {
        return new ScaleShift(null, null, List.of(n));
    }

    /**
     * What stands behind a normalization.
     *
     * @param scale a constant, or null
     * @param shift a constant, or null
     * @param nodes the normalization and what multiplies and adds these
     */
    record ScaleShift(Value scale, Value shift, List<Node> nodes) {
        /** Puts one node in the place of all. */
        void replace(String operator, Attributes attributes, Value... inputs) {
            Rewrites.replace(nodes.get(nodes.size() - 1), operator, attributes, inputs);
            for (int i = nodes.size() - 2; i >= 0; i--) {
                nodes.get(i).graph().removeNode(nodes.get(i));
            }
        }
    }
}
