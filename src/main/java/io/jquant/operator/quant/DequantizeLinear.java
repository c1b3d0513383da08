package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** DequantizeLinear: per tensor, per axis, or per block. */
public final class DequantizeLinear implements Operator {
    private static ElementType type(NodeView node, ElementType scale) {
        ElementType asked = ElementType.ofCode((int) node.attributes().getInt("output_dtype", 0));
        return asked != null ? asked : scale;
    }

    @Override
    public void infer(Inference node) {
        node.output(0, type(node, node.elementType(1)), node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor scale = call.input(1);
        Tensor out = call.output(0, type(call, scale.type()), in.shape());
        float[] y = out.storage() instanceof float[] f ? f : new float[in.size()];
        Codes.dequantize(
                call.workers(),
                in,
                scale,
                call.optional(2),
                call.attributes().getInt("axis", 1),
                call.attributes().getInt("block_size", 0),
                y);
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }
}
