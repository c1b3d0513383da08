package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.math.MatrixShapes;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;

/** MatMulInteger: products of matrices of 8-bit codes, in 32 bits. */
public final class MatMulInteger implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.INT32, MatrixShapes.infer(node.shape(0), node.shape(1)));
    }

    @Override
    public void run(Invocation call) {
        Tensor a = call.input(0);
        Tensor b = call.input(1);
        MatrixShapes s = MatrixShapes.of(a.shape(), b.shape());
        int[] sums =
                IntegerProduct.multiply(
                        call.workers(), s, a, call.optional(2), b, call.optional(3));
        call.forward(0, Tensor.of(ElementType.INT32, s.out(), sums));
    }
}
