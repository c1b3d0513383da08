package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.nn.IntegerConv;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/** ConvInteger: a convolution of 8-bit codes, in 32 bits. */
public final class ConvInteger implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.INT32, IntegerConv.shape(node, node.shape(1)));
    }

    @Override
    public void run(Invocation call) {
        IntegerConv conv =
                IntegerConv.run(
                        call,
                        call.input(0),
                        call.optional(2),
                        call.input(1),
                        call.optional(3),
                        null);
        int[] out = new int[conv.sums().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) conv.sums()[i];
        }
        call.forward(0, Tensor.of(ElementType.INT32, conv.shape(), out));
    }
}
