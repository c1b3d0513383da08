package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/**
 * Recognises PRelu and LeakyRelu in their arithmetic.
 *
 * <pre>
 *   x ─┬▶ Relu ───────────────────────▶ Add ─▶ y      ⇒      x ─▶ PRelu(a) ─▶ y
 *      └▶ Neg ─▶ Relu ─▶ Mul(-a) ───────▲
 *
 *   x ─┬▶ Mul(0.1) ─▶ Max ─▶ y                        ⇒      x ─▶ LeakyRelu {0.1} ─▶ y
 *      └───────────────▲
 * </pre>
 */
public final class PReluForms extends NodePass {
    public PReluForms() {
        super(
                new PassInfo(
                        "prelu",
                        "Recognises PRelu and LeakyRelu in their arithmetic.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13),
                "Add",
                "Sub",
                "Max");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        if (n.inputs().size() != 2) {
            return false;
        }
        for (int i = 0; i < 2; i++) {
            if (n.is("Max") ? leaky(n, i, work) : prelu(n, i, work)) {
                return true;
            }
        }
        return false;
    }

    /** max(x, a · x) with a between 0 and 1. */
    private static boolean leaky(Node n, int i, Workspace work) {
        Value x = n.input(i);
        Affine a = Affine.of(n.input(1 - i), work);
        boolean fits =
                a.data() == x
                        && a.shift() == 0
                        && a.scale() >= 0
                        && a.scale() < 1
                        && n.input(1 - i) != x;
        if (!fits
                || work.facts().elementType(x) != ElementType.FLOAT
                || !work.facts().sameShape(x, n.output())) {
            return false;
        }
        Attributes slope = Attributes.of(Attribute.of("alpha", (float) a.scale()));
        Rewrites.replace(n, "LeakyRelu", slope, x);
        return true;
    }

    /** relu(x) + k · relu(-x), with the slope -k. */
    private static boolean prelu(Node n, int i, Workspace work) {
        if (n.is("Sub") && i == 1) {
            return false;
        }
        Node positive = Match.inner(n.input(i), "Relu");
        Value x = positive == null ? null : positive.input(0);
        Value other = n.input(1 - i);
        double sign = n.is("Sub") ? 1 : -1;
        Node neg = x == null ? null : Match.inner(other, "Neg");
        if (neg != null) {
            sign = -sign;
            other = neg.input(0);
        }
        Node product = x == null ? null : Match.inner(other, "Mul");
        int constant = product == null ? -1 : Match.constantOperand(product, work);
        Node negative = constant < 0 ? null : Match.inner(product.input(1 - constant), "Relu");
        Node inner = negative == null ? null : Match.inner(negative.input(0), "Neg");
        if (inner == null && negative != null) {
            inner = minusOne(negative.input(0), work);
        }
        if (inner == null
                || !inner.inputs().contains(x)
                || work.facts().elementType(x) != ElementType.FLOAT
                || !work.facts().sameShape(x, n.output())) {
            return false;
        }
        Tensor k = work.constant(product.input(constant));
        double by = sign;
        double[] slopes = Arrays.stream(Doubles.of(k)).map(v -> by * v).toArray();
        Value slope =
                n.graph()
                        .addInitializer(
                                n.label() + "_slope", Doubles.tensor(k.type(), k.shape(), slopes));
        Rewrites.replace(n, "PRelu", new Attributes(), x, slope);
        return true;
    }

    private static Node minusOne(Value v, Workspace work) {
        Node mul = Match.inner(v, "Mul");
        int constant = mul == null ? -1 : Match.constantOperand(mul, work);
        return constant >= 0 && Match.scalar(mul.input(constant), work) == -1 ? mul : null;
    }
}
