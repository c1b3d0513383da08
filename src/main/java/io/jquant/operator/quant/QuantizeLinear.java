package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** QuantizeLinear: per tensor, per axis, or per block. */
public final class QuantizeLinear implements Operator {
    private static ElementType type(NodeView node, ElementType zero) {
        ElementType asked = ElementType.ofCode((int) node.attributes().getInt("output_dtype", 0));
        return asked != null ? asked : zero;
    }

    @Override
    public void infer(Inference node) {
        ElementType zero = node.hasInput(2) ? node.elementType(2) : ElementType.UINT8;
        node.output(0, type(node, zero), node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor zero = call.optional(2);
        ElementType type = type(call, zero == null ? ElementType.UINT8 : zero.type());
        Codes.quantize(
                call.workers(),
                TensorNumbers.floats(in),
                call.input(1),
                zero,
                call.attributes().getInt("axis", 1),
                call.attributes().getInt("block_size", 0),
                call.attributes().getBoolean("saturate", true),
                call.output(0, type, in.shape()));
    }
}
