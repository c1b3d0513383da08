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
 * Writes x / 2 · (1 + erf(x / √2)), and its approximation by tanh, as Gelu, from opset 20 on.
 *
 * <pre>
 *   x ─┬▶ Div(√2) ─▶ Erf ─▶ Add(1) ─▶ Mul ─▶ Mul(0.5) ─▶ y      ⇒      x ─▶ Gelu ─▶ y
 *      └───────────────────────────────▲
 * </pre>
 *
 * <p>Source: D. Hendrycks, K. Gimpel, Gaussian Error Linear Units (2016); the approximation is x /
 * 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))).
 */
public final class GeluForms extends NodePass {
    private static final int SINCE = 20;
    private static final double SLOPE = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    public GeluForms() {
        super(
                new PassInfo(
                        "gelu",
                        "Writes x / 2 · (1 + erf(x / √2)), and its approximation by tanh, as Gelu, from opset "
                                + "20 on.",
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
            String form = approximation(f.values().get(1 - i), x, f.number(), work);
            if (form != null && work.facts().sameShape(x, n.output())) {
                Attributes a = Attributes.of(Attribute.of("approximate", form));
                Rewrites.replace(n, "Gelu", a, x);
                return true;
            }
        }
        return false;
    }

    private static String approximation(Value gate, Value x, double number, Workspace work) {
        Affine a = Affine.of(gate, work);
        Node function = a.data() == null ? null : a.data().producer();
        if (function == null
                || a.data().soleReader() == null
                || !Match.isClose(a.scale() * number, 0.5)
                || !Match.isClose(a.shift() * number, 0.5)) {
            return null;
        }
        double[] p = Polynomial.of(function.input(0), x, work);
        if (function.is("Erf") && Polynomial.is(p, 0, Math.sqrt(0.5))) {
            return "none";
        }
        return function.is("Tanh") && Polynomial.is(p, 0, SLOPE, 0, SLOPE * CUBIC) ? "tanh" : null;
    }
}
