package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.nn.IntegerConv;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** QLinearConv: a convolution of codes, rounded to codes again. */
public final class QLinearConv implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(7), IntegerConv.shape(node, node.shape(3)));
    }

    @Override
    public Object prepare(Preparation node) {
        return ConvInteger.packed(node, 3, 5);
    }

    @Override
    public void run(Invocation call) {
        Tensor bias = call.optional(8);
        IntegerConv conv =
                IntegerConv.of(call, call.input(0), call.input(2), call.input(3), call.input(5));
        Tensor zero = call.input(7);
        Tensor out = call.output(0, zero.type(), conv.shape());
        float[] factors =
                CodeTarget.factors(
                        TensorNumbers.floatAt(call.input(1), 0),
                        call.input(4),
                        TensorNumbers.floatAt(call.input(6), 0),
                        conv.shape().dim(1));
        conv.toCodes(bias == null ? null : bias.toInts(), CodeTarget.of(factors, zero, out));
    }
}
