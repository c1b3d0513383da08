package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.Tensor;

/**
 * Removes arithmetic and logic with an operand that changes nothing: x + 0, x · 1, x and true.
 *
 * <pre>
 *   x ─▶ Mul(1) ─▶ y      ⇒      x ─▶ y
 * </pre>
 *
 * <p>Only where the operand does not widen the tensor.
 */
public final class NeutralOperand extends NodePass {
    public NeutralOperand() {
        super(
                new PassInfo(
                        "neutral-operand",
                        "Removes arithmetic and logic with an operand that changes nothing: x + 0, x · 1, "
                                + "x and true.",
                        Exactness.ROUNDING), // -0 + 0 is 0
                "Add",
                "Sub",
                "Mul",
                "Div",
                "Pow",
                "And",
                "Or");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        double neutral =
                switch (n.opType()) {
                    case "Add", "Sub", "Or" -> 0;
                    default -> 1;
                };
        if (drops(n, 1, neutral, work)) {
            return Rewrites.bypassOrIdentity(n, n.input(0));
        }
        boolean commutes =
                switch (n.opType()) {
                    case "Sub", "Div", "Pow" -> false;
                    default -> true;
                };
        return commutes && drops(n, 0, neutral, work) && Rewrites.bypassOrIdentity(n, n.input(1));
    }

    private static boolean drops(Node n, int operand, double neutral, Workspace work) {
        Value other = n.input(1 - operand);
        Tensor t = work.constant(n.input(operand));
        if (t == null || other == null || !work.facts().sameShape(other, n.output())) {
            return false;
        }
        for (int i = 0; i < t.size(); i++) {
            boolean same =
                    switch (t.type()) {
                        case FLOAT -> t.floats()[i] == neutral;
                        case DOUBLE -> t.doubles()[i] == neutral;
                        case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8, BOOL ->
                                t.longAt(i) == (long) neutral;
                        default -> false;
                    };
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
