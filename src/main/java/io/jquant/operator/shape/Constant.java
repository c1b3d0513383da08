package io.jquant.operator.shape;

import io.jquant.graph.Attributes;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.List;

/** Constant: a tensor out of one of several attributes. */
public final class Constant implements Operator {
    @Override
    public void infer(Inference node) {
        Tensor t = value(node.attributes());
        node.output(0, t.type(), SymbolicShape.of(t.shape()));
    }

    @Override
    public void run(Invocation call) {
        call.forward(0, value(call.attributes()));
    }

    /**
     * The tensor that the attributes say.
     *
     * @throws IllegalArgumentException when there is none that can be computed with
     */
    public static Tensor value(Attributes a) {
        Tensor t = find(a);
        if (t == null) {
            throw new IllegalArgumentException(
                    "no attribute holds the value (one of value, value_int … is expected)");
        }
        return t;
    }

    /** The tensor that the attributes say, or null when none of them says one. */
    public static Tensor find(Attributes a) {
        if (a.has("value")) {
            return a.getTensor("value");
        }
        if (a.has("value_float")) {
            return Tensor.scalar(a.getFloat("value_float", 0));
        }
        if (a.has("value_floats")) {
            float[] v = a.getFloats("value_floats");
            return Tensor.of(Shape.of(v.length), v);
        }
        if (a.has("value_int")) {
            return Tensor.scalar(a.getInt("value_int", 0));
        }
        if (a.has("value_ints")) {
            return Tensor.vector(a.getInts("value_ints"));
        }
        if (a.has("value_string")) {
            return Tensor.of(
                    ElementType.STRING,
                    Shape.SCALAR,
                    new String[] {a.getString("value_string", "")});
        }
        if (a.has("value_strings")) {
            List<String> v = a.getStrings("value_strings");
            return Tensor.of(ElementType.STRING, Shape.of(v.size()), v.toArray(new String[0]));
        }
        return a.getSparseTensor("sparse_value");
    }
}
