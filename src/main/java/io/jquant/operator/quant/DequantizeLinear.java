package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** DequantizeLinear of integers: float32(code − zero point) · scale. */
public final class DequantizeLinear implements Operator {
    @Override
    public void infer(Inference node) {
        ElementType type = ElementType.ofCode((int) node.attributes().getInt("output_dtype", 0));
        node.output(0, type != null ? type : node.elementType(1), node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        CodeRange.of(in.type());
        Tensor zero = call.optional(2);
        float[] scale = TensorNumbers.floats(call.input(1));
        ScaleLayout layout = ScaleLayout.of(call, in.shape(), call.input(1));
        ElementType asked = ElementType.ofCode((int) call.attributes().getInt("output_dtype", 0));
        ElementType type = asked != null ? asked : call.input(1).type();
        Tensor out = call.output(0, type, in.shape());
        float[] y = type == ElementType.FLOAT ? out.floats() : new float[in.size()];
        Chunks.forEach(
                call.workers(),
                layout.outer() * layout.axis(),
                layout.inner(),
                (from, to) -> {
                    for (int run = from; run < to; run++) {
                        dequantize(in, y, run, layout, scale, zero);
                    }
                });
        if (type != ElementType.FLOAT) {
            TensorNumbers.store(y, out);
        }
    }

    private static void dequantize(
            Tensor in, float[] y, int run, ScaleLayout layout, float[] scale, Tensor zero) {
        int outer = run / layout.axis();
        int axis = run % layout.axis();
        int base = run * layout.inner();
        if (layout.isUniformInside()
                && (in.type() == ElementType.INT8 || in.type() == ElementType.UINT8)) {
            int at = layout.scaleAt(outer, axis, 0);
            float s = scale[at];
            int z = zero == null ? 0 : (int) zero.longAt(at);
            int mask = in.type() == ElementType.UINT8 ? 0xff : -1;
            byte[] x = in.bytes();
            for (int i = base; i < base + layout.inner(); i++) {
                y[i] = ((x[i] & mask) - z) * s;
            }
            return;
        }
        for (int i = 0; i < layout.inner(); i++) {
            int at = layout.scaleAt(outer, axis, i);
            y[base + i] =
                    (float) (in.longAt(base + i) - (zero == null ? 0 : zero.longAt(at)))
                            * scale[at];
        }
    }
}
