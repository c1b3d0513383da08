package io.jquant.optimize.pass;

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
 * Writes x · tanh(softplus(x)) as Mish, from opset 18 on.
 *
 * <pre>
 *   x ─┬▶ Softplus ─▶ Tanh ─▶ Mul ─▶ y      ⇒      x ─▶ Mish ─▶ y
 *      └───────────────────────▲
 * </pre>
 */
public final class MishForms extends NodePass {
    private static final int SINCE = 18;

    public MishForms() {
        super(
                new PassInfo(
                        "mish",
                        "Writes x · tanh(softplus(x)) as Mish, from opset 18 on.",
                        Exactness.ROUNDING,
                        Purpose.COMPOSITE,
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
            Node tanh = Match.inner(n.input(1 - i), "Tanh");
            if (tanh != null && isSoftplus(tanh.input(0), x, work)) {
                Rewrites.replace(n, "Mish", new Attributes(), x);
                return true;
            }
        }
        return false;
    }

    /** Softplus itself, or log(1 + exp(x)). */
    private static boolean isSoftplus(Value v, Value x, Workspace work) {
        Node softplus = Match.inner(v, "Softplus");
        if (softplus != null) {
            return softplus.input(0) == x;
        }
        Node log = Match.inner(v, "Log");
        Affine a = log == null ? null : Affine.of(log.input(0), "Exp", work);
        return a != null && a.scale() == 1 && a.shift() == 1 && a.data().producer().input(0) == x;
    }
}
