package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.AttributeType;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.operator.shape.Constant;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.Tensor;

/**
 * Turns Constant nodes into initializers, whatever attribute holds the value.
 *
 * <pre>
 *   Constant {value_floats = […]} ─▶ c ─▶      ⇒      c = […] ─▶
 * </pre>
 */
public final class ConstantNodes extends NodePass {
    public ConstantNodes() {
        super(
                new PassInfo(
                        "constant-nodes",
                        "Turns Constant nodes into initializers, whatever attribute holds the value.",
                        Exactness.SAME_BITS),
                "Constant");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Tensor t = value(n, work);
        Value out = n.output(0);
        if (t == null || out == null) {
            return false;
        }
        n.graph().makeConstant(out, t);
        return true;
    }

    /** The tensor of a Constant node; null when it cannot be told without running it. */
    private static Tensor value(Node n, Workspace work) {
        Attribute value = n.attributes().get("value");
        if (value == null || value.type() == AttributeType.TENSOR) {
            Tensor t = Constant.find(n.attributes());
            if (t != null) {
                return t;
            }
        }
        return work.constant(n.output(0));
    }
}
