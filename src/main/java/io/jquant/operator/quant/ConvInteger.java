package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.common.CenteredCodes;
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
    public Object prepare(Preparation node) {
        return packed(node, 1, 3);
    }

    /** Constant weights, packed; null where they are not constant or cannot be right. */
    static Object packed(Preparation node, int weights, int zeros) {
        Tensor w = node.constant(weights);
        Tensor z = node.constant(zeros);
        boolean known = w != null && (z != null || !node.hasInput(zeros));
        return known && CenteredCodes.isCode(w.type()) && w.rank() >= 3
                ? IntegerConv.pack(node, w, z)
                : null;
    }

    @Override
    public void run(Invocation call) {
        IntegerConv conv =
                IntegerConv.of(
                        call, call.input(0), call.optional(2), call.input(1), call.optional(3));
        conv.toInts(call.output(0, ElementType.INT32, conv.shape()).ints());
    }
}
