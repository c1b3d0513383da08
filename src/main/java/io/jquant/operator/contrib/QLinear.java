package io.jquant.operator.contrib;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.quant.Codes;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * An operator of real numbers on codes: its operands come with scale and zero point, its result is
 * rounded to codes again.
 */
public final class QLinear implements Operator {
    /** The operator set whose meaning of the inner operators is used. */
    private static final int OPSET = 13;

    private final Operator inner;
    private final int first;
    private final int operands;
    private final int result;

    private QLinear(Operator inner, int first, int operands, int result) {
        this.inner = inner;
        this.first = first;
        this.operands = operands;
        this.result = result;
    }

    /** Of one operand: (x, scale, zero point), result scale, result zero point. */
    public static Operator unary(Operator inner) {
        return new QLinear(inner, 0, 1, 3);
    }

    /** Of two operands, each with scale and zero point; then those of the result. */
    public static Operator binary(Operator inner) {
        return new QLinear(inner, 0, 2, 6);
    }

    /** Of any number of operands behind the scale and zero point of the result. */
    public static Operator variadic(Operator inner) {
        return new QLinear(inner, 2, -1, 0);
    }

    private int count(NodeView node) {
        return operands >= 0 ? operands : (node.inputCount() - first + 2) / 3;
    }

    private static int opset(NodeView node) {
        return (int) node.attributes().getInt("opset", OPSET);
    }

    @Override
    public void infer(Inference node) {
        List<ValueType> inputs = new ArrayList<>();
        for (int i = 0; i < count(node); i++) {
            inputs.add(ValueType.tensor(ElementType.FLOAT, node.shape(first + 3 * i)));
        }
        InnerInference asked = new InnerInference(node, opset(node), inputs);
        inner.infer(asked);
        node.output(0, node.elementType(first), asked.shape());
    }

    @Override
    public void run(Invocation call) {
        if (call.attributes().getBoolean("channels_last", false)) {
            throw new IllegalArgumentException("channels_last is not supported");
        }
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < count(call); i++) {
            Tensor codes = call.input(first + 3 * i);
            float[] x =
                    Codes.dequantize(
                            codes, call.input(first + 3 * i + 1), call.optional(first + 3 * i + 2));
            inputs.add(Tensor.of(codes.shape(), x));
        }
        InnerInvocation asked = new InnerInvocation(call, opset(call), inputs, null);
        inner.run(asked);
        Tensor y = asked.result();
        Codes.quantize(
                TensorNumbers.floats(y),
                call.input(result),
                call.optional(result + 1),
                0,
                0,
                true,
                call.output(0, call.input(first).type(), y.shape()));
    }
}
