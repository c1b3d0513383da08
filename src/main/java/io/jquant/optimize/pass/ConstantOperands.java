package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/**
 * Writes the difference to a constant as a sum, and the quotient by one as a product.
 *
 * <pre>
 *   x ─▶ Sub(0.5) ─▶ Div(4) ─▶ y      ⇒      x ─▶ Add(-0.5) ─▶ Mul(0.25) ─▶ y
 * </pre>
 */
public final class ConstantOperands extends NodePass {
    public ConstantOperands() {
        super(
                new PassInfo(
                        "constant-operands",
                        "Writes the difference to a constant as a sum, and the quotient by one as a product.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "Sub",
                "Div");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        if (Match.constantOperand(n, work) != 1) {
            return false;
        }
        Tensor c = work.constant(n.input(1));
        boolean sum = n.is("Sub");
        double[] values = Arrays.stream(Doubles.of(c)).map(v -> sum ? -v : 1 / v).toArray();
        boolean normal =
                sum || Arrays.stream(values).allMatch(v -> Math.abs(v) >= Float.MIN_NORMAL);
        if (!normal || !Doubles.areFinite(c.type(), values)) {
            return false;
        }
        Value operand =
                n.graph()
                        .addInitializer(
                                n.input(1).name() + (sum ? "_negated" : "_inverse"),
                                Doubles.tensor(c.type(), c.shape(), values));
        Rewrites.replace(n, sum ? "Add" : "Mul", new Attributes(), n.input(0), operand);
        return true;
    }
}
