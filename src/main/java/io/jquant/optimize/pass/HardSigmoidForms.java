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
 * Recognises HardSigmoid in the sum, Clip and product that exporters write.
 *
 * <pre>
 *   x ─▶ Add(3) ─▶ Clip(0, 6) ─▶ Div(6) ─▶ y      ⇒      x ─▶ HardSigmoid {1/6, 1/2} ─▶ y
 * </pre>
 */
public final class HardSigmoidForms extends NodePass {
    public HardSigmoidForms() {
        super(
                new PassInfo(
                        "hard-sigmoid",
                        "Recognises HardSigmoid in the sum, Clip and product that exporters write.",
                        Exactness.ROUNDING,
                        Purpose.COMPOSITE,
                        Stage.OPSET_13),
                "Clip",
                "Mul",
                "Div");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node clip = n;
        double scale = 1;
        if (!n.is("Clip")) {
            Affine outer = Affine.of(n, work);
            clip = outer == null || outer.shift() != 0 ? null : Match.inner(outer.data(), "Clip");
            scale = outer == null ? 1 : outer.scale();
        }
        if (clip == null
                || Match.scalar(clip.input(1), work) * scale != 0
                || !Match.isClose(Match.scalar(clip.input(2), work) * scale, 1)) {
            return false;
        }
        Affine inner = Affine.of(clip.input(0), work);
        if (inner.shift() == 0 || !Double.isFinite(inner.scale())) {
            return false;
        }
        Value x = inner.data();
        if (!work.facts().sameShape(x, n.output())) {
            return false;
        }
        Attributes a =
                Attributes.of(
                        Attribute.of("alpha", (float) (inner.scale() * scale)),
                        Attribute.of("beta", (float) (inner.shift() * scale)));
        Rewrites.replace(n, "HardSigmoid", a, x);
        return true;
    }
}
