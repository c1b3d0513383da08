package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Purpose;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;

/**
 * Writes x · sigmoid(x) as Swish, from opset 24 on.
 *
 * <pre>
 *   x ─┬▶ Sigmoid ─▶ Mul ─▶ y      ⇒      x ─▶ Swish ─▶ y
 *      └─────────────▲
 * </pre>
 *
 * <p>Quantization keeps the pair, which runtimes fuse themselves or have integer kernels for.
 */
public final class SwishForms extends NodePass {
    private static final int SINCE = 24;

    public SwishForms() {
        super(
                new PassInfo(
                        "swish",
                        "Writes x · sigmoid(x) as Swish, from opset 24 on.",
                        Exactness.ROUNDING,
                        Purpose.FEWER_NODES,
                        Stage.OPSET_13),
                "Mul");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        if (work.opset() < SINCE) {
            return false;
        }
        for (int i = 0; i < 2; i++) {
            Value x = n.input(i);
            Node sigmoid = Match.inner(n.input(1 - i), "Sigmoid");
            double[] p = sigmoid == null ? null : Polynomial.of(sigmoid.input(0), x, work);
            if (p != null && p[0] == 0 && p[2] == 0 && p[3] == 0) {
                Attributes a = Attributes.of(Attribute.of("alpha", (float) p[1]));
                Rewrites.replace(n, "Swish", a, x);
                return true;
            }
        }
        return false;
    }
}
