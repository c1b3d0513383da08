package io.jquant.operator.contrib;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.math.MatrixShapes;
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
    public void run(Invocation call) {
        Tensor a = call.input(0);
        Tensor b = call.input(1);
        Tensor aScale;
        Tensor aZero;
        if (dynamic) {
            float[] x = TensorNumbers.floats(a);
            DynamicQuantizeLinear.Parameters p = DynamicQuantizeLinear.Parameters.of(x, a.size());
            aScale = p.scaleTensor();
            aZero = p.zeroTensor();
            Tensor codes = Tensor.zeros(ElementType.UINT8, a.shape());
            Codes.quantize(x, aScale, aZero, 0, 0, true, codes);
            a = codes;
        } else {
            aScale = call.input(2);
            aZero = call.optional(4);
        }
        Tensor bScale = call.input(dynamic ? 2 : 3);
        Tensor bZero = call.optional(dynamic ? 3 : 5);
        Tensor bias = call.optional(dynamic ? 4 : 6);
        MatrixShapes s = MatrixShapes.of(a.shape(), b.shape());
        int[] sums = IntegerProduct.multiply(call.workers(), s, a, aZero, b, bZero);
        float[] y = call.output(0, ElementType.FLOAT, s.out()).floats();
        float left = TensorNumbers.floatAt(aScale, 0);
        for (int i = 0; i < sums.length; i++) {
            int column = i % s.n();
            float scale = left * TensorNumbers.floatAt(bScale, bScale.size() == 1 ? 0 : column);
            y[i] = sums[i] * scale + (bias == null ? 0 : TensorNumbers.floatAt(bias, column));
        }
    }
}
