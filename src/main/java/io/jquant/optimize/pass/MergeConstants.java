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
import java.util.function.DoubleBinaryOperator;

/**
 * Makes one Mul of two Mul or Div by constants in a row, and one Add of two Add or Sub.
 *
 * <pre>
 *   x ─▶ Mul(0.2) ─▶ Mul(w[36]) ─▶ y      ⇒      x ─▶ Mul(0.2 · w[36]) ─▶ y
 * </pre>
 *
 * <p>One of both constants must be as large as the result of both.
 */
public final class MergeConstants extends NodePass {
    public MergeConstants() {
        super(
                new PassInfo(
                        "merge-constants",
                        "Makes one Mul of two Mul or Div by constants in a row, and one Add of two Add or "
                                + "Sub.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "Mul",
                "Div",
                "Add",
                "Sub");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        int constant = Match.constantOperand(n, work);
        if (constant < 0 || isReversed(n, constant)) {
            return false;
        }
        Value middle = n.input(1 - constant);
        boolean product = isProduct(n);
        Node before = middle.producer();
        if (before == null
                || !before.domain().isEmpty()
                || !Rewrites.isChain(before, n)
                || !(product ? isProduct(before) : isSum(before))) {
            return false;
        }
        int inner = Match.constantOperand(before, work);
        if (inner < 0 || isReversed(before, inner)) {
            return false;
        }
        Tensor a = work.constant(before.input(inner));
        Tensor b = work.constant(n.input(constant));
        Tensor both = combined(before, a, n, b, product);
        if (both == null) {
            return false;
        }
        Value x = before.input(1 - inner);
        Value k = n.graph().addInitializer(n.label() + "_constant", both);
        Rewrites.replace(n, product ? "Mul" : "Add", new Attributes(), x, k);
        before.graph().removeNode(before);
        return true;
    }

    private static boolean isProduct(Node n) {
        return n.is("Mul") || n.is("Div");
    }

    private static boolean isSum(Node n) {
        return n.is("Add") || n.is("Sub");
    }

    /** A constant divided by, or less, what is computed. */
    private static boolean isReversed(Node n, int constant) {
        return constant == 0 && (n.is("Div") || n.is("Sub"));
    }

    private static Tensor combined(Node first, Tensor a, Node second, Tensor b, boolean product) {
        boolean same = a.type() == b.type() && a.size() > 0 && b.size() > 0;
        boolean equalShapes = a.shape().equals(b.shape());
        boolean large = a.size() == 1 && a.rank() <= b.rank();
        boolean small = b.size() == 1 && b.rank() <= a.rank();
        if (!same || !(equalShapes || large || small)) {
            return null;
        }
        double[] x = Doubles.of(a);
        double[] y = Doubles.of(b);
        DoubleBinaryOperator f =
                product
                        ? (u, v) -> factor(first, u) * factor(second, v)
                        : (u, v) -> term(first, u) + term(second, v);
        Tensor wide = equalShapes || small ? a : b;
        double[] out = new double[wide.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = f.applyAsDouble(x[x.length == 1 ? 0 : i], y[y.length == 1 ? 0 : i]);
            boolean zero = x[x.length == 1 ? 0 : i] == 0 || y[y.length == 1 ? 0 : i] == 0;
            if (product && !zero && Math.abs(out[i]) < Float.MIN_NORMAL) {
                return null;
            }
        }
        boolean finite = Doubles.areFinite(a.type(), out);
        return finite ? Doubles.tensor(a.type(), wide.shape(), out) : null;
    }

    private static double factor(Node n, double v) {
        return n.is("Div") ? 1 / v : v;
    }

    private static double term(Node n, double v) {
        return n.is("Sub") ? -v : v;
    }
}
