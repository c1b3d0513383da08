package io.jquant.operator.quant;

import io.jquant.kernel.CodeStore;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.math.MatrixShapes;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** QLinearMatMul: codes times codes, rounded to codes again. */
public final class QLinearMatMul implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(7), MatrixShapes.infer(node.shape(0), node.shape(3)));
    }

    @Override
    public Object prepare(Preparation node) {
        return IntegerProduct.packed(node, 3, 5, false);
    }

    @Override
    public void run(Invocation call) {
        IntegerProduct product =
                IntegerProduct.of(
                        call,
                        new IntegerProduct.Matrix(call.input(0), call.input(2), false),
                        new IntegerProduct.Matrix(call.input(3), call.input(5), false));
        Tensor aScale = call.input(1);
        Tensor zero = call.input(7);
        Tensor out = call.output(0, zero.type(), product.shape());
        if (aScale.size() == 1) {
            product.toCodes(null, null, target(call, product, 0, zero, out));
            return;
        }
        int n = product.columns();
        int[] sums = call.intScratch(Math.multiplyExact(product.rows(), n));
        product.toInts(sums);
        for (int r = 0; r < product.rows(); r++) {
            CodeStore codes = target(call, product, r % aScale.size(), zero, out);
            product.storeRow(sums, r, codes);
        }
    }

    /** The store for rows that have one scale. */
    private static CodeStore target(
            Invocation call, IntegerProduct product, int row, Tensor zero, Tensor out) {
        Tensor bScale = call.input(4);
        int n = product.columns();
        float left = TensorNumbers.floatAt(call.input(1), row);
        float result = TensorNumbers.floatAt(call.input(6), 0);
        return CodeTarget.of(CodeTarget.factors(left, bScale, result, n), zero, out);
    }
}
