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
 * Recognises HardSwish in the product with a HardSigmoid or a Clip, in any order of the factors.
 *
 * <pre>
 *   x ─▶ Add(3) ─▶ Clip(0, 6) ─▶ Mul(x) ─▶ Div(6) ─▶ y
 *   x ─▶ HardSigmoid {1/6, 1/2} ─▶ Mul(x) ─▶ y               ⇒      x ─▶ HardSwish ─▶ y
 * </pre>
 */
public final class HardSwishForms extends NodePass {
    private static final int SINCE = 14;

    public HardSwishForms() {
        super(
                new PassInfo(
                        "hard-swish",
                        "Recognises HardSwish in the product with a HardSigmoid or a Clip, in any order of "
                                + "the factors.",
                        Exactness.ROUNDING,
                        Purpose.COMPOSITE,
                        Stage.OPSET_13),
                "Mul",
                "Div");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Factors f = work.opset() < SINCE ? null : Factors.of(n, work);
        if (f == null || !f.arePair()) {
            return false;
        }
        for (int i = 0; i < 2; i++) {
            Value x = f.values().get(i);
            if (isGate(f.values().get(1 - i), x, f.number(), work)
                    && work.facts().sameShape(x, n.output())) {
                Rewrites.replace(n, "HardSwish", new Attributes(), x);
                return true;
            }
        }
        return false;
    }

    /** Is it clip(x + 3, 0, 6) / 6, the number counted in? */
    private static boolean isGate(Value gate, Value x, double number, Workspace work) {
        Node hard = Match.inner(gate, "HardSigmoid");
        if (hard != null) {
            return hard.input(0) == x
                    && number == 1
                    && Match.isClose(hard.attributes().getFloat("alpha", 0.2f), 1 / 6.0)
                    && Match.isClose(hard.attributes().getFloat("beta", 0.5f), 0.5);
        }
        Node clip = Match.inner(gate, "Clip");
        return clip != null
                && Match.scalar(clip.input(1), work) == 0
                && Match.isClose(Match.scalar(clip.input(2), work) * number, 1)
                && Polynomial.is(
                        Polynomial.of(clip.input(0), x, work), 0.5 / number, 1 / number / 6);
    }
}
