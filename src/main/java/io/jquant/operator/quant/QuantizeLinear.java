package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * QuantizeLinear to integers: clamp(rint(x / scale) + zero point), the quotient in float32 and ties
 * to even. NaN becomes the lowest code, as in ONNX Runtime.
 */
public final class QuantizeLinear implements Operator {
    @Override
    public void infer(Inference node) {
        ElementType type = node.hasInput(2) ? node.elementType(2) : withoutZeroPoint(node);
        node.output(0, type, node.shape(0));
    }

    private static ElementType withoutZeroPoint(NodeView node) {
        ElementType type = ElementType.ofCode((int) node.attributes().getInt("output_dtype", 0));
        return type == null ? ElementType.UINT8 : type;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor zero = call.optional(2);
        ElementType type = zero != null ? zero.type() : withoutZeroPoint(call);
        CodeRange codes = CodeRange.of(type);
        float[] scale = TensorNumbers.floats(call.input(1));
        ScaleLayout layout = ScaleLayout.of(call, in.shape(), call.input(1));
        float[] x = TensorNumbers.floats(in);
        Tensor out = call.output(0, type, in.shape());
        Chunks.forEach(
                call.workers(),
                layout.outer() * layout.axis(),
                layout.inner(),
                (from, to) -> {
                    for (int run = from; run < to; run++) {
                        quantize(x, out, run, layout, scale, zero, codes);
                    }
                });
    }

    private static void quantize(
            float[] x,
            Tensor out,
            int run,
            ScaleLayout layout,
            float[] scale,
            Tensor zero,
            CodeRange codes) {
        int outer = run / layout.axis();
        int axis = run % layout.axis();
        int base = run * layout.inner();
        if (layout.isUniformInside()
                && (out.type() == ElementType.INT8 || out.type() == ElementType.UINT8)) {
            int at = layout.scaleAt(outer, axis, 0);
            float s = scale[at];
            float z = zero == null ? 0 : zero.longAt(at);
            byte[] y = out.bytes();
            for (int i = base; i < base + layout.inner(); i++) {
                y[i] = (byte) codes.clamp((float) Math.rint(x[i] / s) + z);
            }
            return;
        }
        for (int i = 0; i < layout.inner(); i++) {
            int at = layout.scaleAt(outer, axis, i);
            double code = Math.rint(x[base + i] / scale[at]) + (zero == null ? 0 : zero.longAt(at));
            codes.store(out, base + i, codes.clamp(code));
        }
    }
}
