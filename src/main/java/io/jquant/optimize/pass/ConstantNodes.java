package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.AttributeType;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
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
        Attributes a = n.attributes();
        if (a.has("value_float")) {
            return Tensor.scalar(a.getFloat("value_float", 0));
        }
        if (a.has("value_int")) {
            return Tensor.scalar(a.getInt("value_int", 0));
        }
        if (a.has("value_floats")) {
            float[] v = a.getFloats("value_floats");
            return Tensor.of(Shape.of(v.length), v);
        }
        if (a.has("value_ints")) {
            return Tensor.vector(a.getInts("value_ints"));
        }
        if (a.has("value_string")) {
            String[] one = {a.getString("value_string", "")};
            return Tensor.of(ElementType.STRING, Shape.SCALAR, one);
        }
        if (a.has("value_strings")) {
            String[] v = a.getStrings("value_strings").toArray(new String[0]);
            return Tensor.of(ElementType.STRING, Shape.of(v.length), v);
        }
        if (a.has("sparse_value")) {
            return a.getSparseTensor("sparse_value");
        }
        Attribute value = a.get("value");
        if (value != null && value.type() == AttributeType.TENSOR) {
            return a.getTensor("value");
        }
        return work.constant(n.output(0));
    }
}
