package io.jquant.operator.contrib;

import io.jquant.kernel.ExactProduct;
import io.jquant.kernel.Pairwise;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.common.Chunks;
import io.jquant.operator.math.MatrixShapes;
import io.jquant.operator.quant.CodeTarget;
import io.jquant.operator.quant.Codes;
import io.jquant.operator.quant.DynamicQuantizeLinear;
import io.jquant.operator.quant.IntegerProduct;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** DynamicQuantizeMatMul and MatMulIntegerToFloat: products of codes, as real numbers. */
public final class IntegerMatMul implements Operator {
    private final boolean dynamic;

    private IntegerMatMul(boolean dynamic) {
        this.dynamic = dynamic;
    }

    /** DynamicQuantizeMatMul: (a, b, b scale, b zero point, bias), a quantized on the way. */
    public static Operator dynamic() {
        return new IntegerMatMul(true);
    }

    /** MatMulIntegerToFloat: (a, b, a scale, b scale, a zero point, b zero point, bias). */
    public static Operator toFloat() {
        return new IntegerMatMul(false);
    }

    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.FLOAT, MatrixShapes.infer(node.shape(0), node.shape(1)));
    }

    @Override
    public Object prepare(Preparation node) {
        return IntegerProduct.packed(node, 1, dynamic ? 3 : 5, false);
    }

    @Override
    public void run(Invocation call) {
        Tensor a = call.input(0);
        Tensor aScale;
        Tensor aZero;
        if (dynamic) {
            float[] x = TensorNumbers.floats(a);
            DynamicQuantizeLinear.Parameters p = DynamicQuantizeLinear.Parameters.of(x, a.size());
            aScale = p.scaleTensor();
            aZero = p.zeroTensor();
            Tensor codes = Tensor.zeros(ElementType.UINT8, a.shape());
            Codes.quantize(call.workers(), x, aScale, aZero, 0, 0, true, codes);
            a = codes;
        } else {
            aScale = call.input(2);
            aZero = call.optional(4);
        }
        Tensor bScale = call.input(dynamic ? 2 : 3);
        Tensor bZero = call.optional(dynamic ? 3 : 5);
        Tensor bias = call.optional(dynamic ? 4 : 6);
        IntegerProduct product =
                IntegerProduct.of(
                        call,
                        new IntegerProduct.Matrix(a, aZero, false),
                        new IntegerProduct.Matrix(call.input(1), bZero, false));
        float[] y = call.output(0, ElementType.FLOAT, product.shape()).floats();
        int n = product.columns();
        float[] scales = CodeTarget.factors(TensorNumbers.floatAt(aScale, 0), bScale, 1f, n);
        toFloats(call, product, product::toInts, null, scales, y);
        if (bias != null) {
            float[] add = TensorNumbers.floats(bias);
            Chunks.forEach(
                    call.workers(),
                    product.rows(),
                    n,
                    (from, to) -> {
                        for (int r = from; r < to; r++) {
                            Pairwise.add(y, r * n, 1, add, 0, 1, y, r * n, n);
                        }
                    });
        }
    }

    /** The sums with their bias, times the scales of both sides. */
    static void toFloats(
            Invocation call,
            IntegerProduct product,
            IntegerProduct.Sums from,
            int[] bias,
            float[] scales,
            float[] y) {
        int n = product.columns();
        int[] sums = call.intScratch(Math.multiplyExact(product.rows(), n));
        from.write(sums);
        Chunks.forEach(
                call.workers(),
                product.rows(),
                n,
                (a, b) -> {
                    for (int r = a; r < b; r++) {
                        ExactProduct.toFloats(n, sums, r * n, bias, scales, y, r * n);
                    }
                });
    }
}
