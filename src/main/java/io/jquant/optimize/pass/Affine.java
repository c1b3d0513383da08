package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Workspace;

/**
 * A value as scale · x + shift with scalars, computed by nodes that nobody else reads.
 *
 * @param data the value x
 */
record Affine(Value data, double scale, double shift) {
    private static final int DEEPEST = 4;

    /** The value seen so; x is the value itself when nothing is added or multiplied. */
    static Affine of(Value v, Workspace work) {
        return of(new Affine(v, 1, 0), work);
    }

    private static Affine of(Affine given, Workspace work) {
        Affine a = given;
        for (int i = 0; i < DEEPEST; i++) {
            Affine next = a.step(work);
            if (next == null) {
                break;
            }
            a = next;
        }
        return a;
    }

    /** The output of a node seen so, whoever reads it; null when the node does no such thing. */
    static Affine of(Node n, Workspace work) {
        Affine a = new Affine(n.output(), 1, 0).over(n, work);
        return a == null ? null : of(a, work);
    }

    /** As {@link #of} when an operator computes x; else null. */
    static Affine of(Value v, String operator, Workspace work) {
        Affine a = of(v, work);
        return Match.inner(a.data, operator) == null ? null : a;
    }

    private Affine step(Workspace work) {
        Node n = data == null ? null : data.producer();
        return n == null || data.soleReader() == null ? null : over(n, work);
    }

    /** The same in terms of what a node reads that computes x; null when it cannot be told. */
    private Affine over(Node n, Workspace work) {
        if (n.is("Neg")) {
            return new Affine(n.input(0), -scale, shift);
        }
        if (!(n.is("Add") || n.is("Sub") || n.is("Mul") || n.is("Div"))) {
            return null;
        }
        int constant = Match.constantOperand(n, work);
        double c = constant < 0 ? Double.NaN : Match.scalar(n.input(constant), work);
        if (Double.isNaN(c)) {
            return null;
        }
        Value x = n.input(1 - constant);
        return switch (n.opType()) {
            case "Add" -> new Affine(x, scale, shift + scale * c);
            case "Sub" ->
                    constant == 1
                            ? new Affine(x, scale, shift - scale * c)
                            : new Affine(x, -scale, shift + scale * c);
            case "Mul" -> new Affine(x, scale * c, shift);
            default -> constant == 1 && c != 0 ? new Affine(x, scale / c, shift) : null;
        };
    }
}
