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
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/**
 * Makes Clip or Relu of Min and Max with a scalar constant.
 *
 * <pre>
 *   x ─▶ Max(0) ─▶ Min(6) ─▶ y      ⇒      x ─▶ Relu ─▶ Clip(, 6) ─▶ y
 * </pre>
 */
public final class MinMaxToClip extends NodePass {
    public MinMaxToClip() {
        super(
                new PassInfo(
                        "min-max-to-clip",
                        "Makes Clip or Relu of Min and Max with a scalar constant.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "Min",
                "Max");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        int constant = Match.constantOperand(n, work);
        double bound = constant < 0 ? Double.NaN : Match.scalar(n.input(constant), work);
        Value x = constant < 0 ? null : n.input(1 - constant);
        if (Double.isNaN(bound)
                || work.facts().elementType(x) != ElementType.FLOAT
                || !work.facts().sameShape(x, n.output())) {
            return false;
        }
        if (n.is("Max") && bound == 0) {
            Rewrites.replace(n, "Relu", new Attributes(), x);
            return true;
        }
        Value limit = n.graph().addInitializer(n.label() + "_bound", Tensor.scalar((float) bound));
        Rewrites.replace(
                n,
                "Clip",
                new Attributes(),
                x,
                n.is("Max") ? limit : null,
                n.is("Max") ? null : limit);
        return true;
    }
}
