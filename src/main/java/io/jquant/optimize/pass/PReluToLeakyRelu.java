package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/**
 * Makes LeakyRelu, or Relu, of a PRelu with the same slope everywhere.
 *
 * <pre>
 *   x ─▶ PRelu([0.1, 0.1, 0.1]) ─▶ y      ⇒      x ─▶ LeakyRelu {0.1} ─▶ y
 * </pre>
 */
public final class PReluToLeakyRelu extends NodePass {
    public PReluToLeakyRelu() {
        super(
                new PassInfo(
                        "prelu-to-leaky-relu",
                        "Makes LeakyRelu, or Relu, of a PRelu with the same slope everywhere.",
                        Exactness.SAME_BITS,
                        Stage.OPSET_13),
                "PRelu",
                "LeakyRelu");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        if (n.is("LeakyRelu")) {
            return slope(n, n.attributes().getFloat("alpha", 0.01f), work);
        }
        Tensor t = work.constant(n.input(1));
        if (t == null || t.type() != ElementType.FLOAT || t.size() == 0) {
            return false;
        }
        float slope = t.floats()[0];
        for (int i = 1; i < t.size(); i++) {
            if (t.floats()[i] != slope) {
                return false;
            }
        }
        if (slope(n, slope, work)) {
            return true;
        }
        Rewrites.replace(n, "LeakyRelu", Attributes.of(Attribute.of("alpha", slope)), n.input(0));
        return true;
    }

    private static boolean slope(Node n, float slope, Workspace work) {
        if (slope == 1) {
            return Rewrites.bypassOrIdentity(n, n.input(0));
        }
        if (slope != 0 || work.facts().elementType(n.input(0)) != ElementType.FLOAT) {
            return false;
        }
        Rewrites.replace(n, "Relu", new Attributes(), n.input(0));
        return true;
    }
}
