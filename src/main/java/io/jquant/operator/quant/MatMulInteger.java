package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.math.MatrixShapes;
import io.jquant.tensor.ElementType;

/** MatMulInteger: products of matrices of 8-bit codes, in 32 bits. */
public final class MatMulInteger implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.INT32, MatrixShapes.infer(node.shape(0), node.shape(1)));
    }

    @Override
    public Object prepare(Preparation node) {
        return IntegerProduct.packed(node, 1, 3, false);
    }

    @Override
    public void run(Invocation call) {
        IntegerProduct product =
                IntegerProduct.of(
                        call,
                        new IntegerProduct.Matrix(call.input(0), call.optional(2), false),
                        new IntegerProduct.Matrix(call.input(1), call.optional(3), false));
        product.toInts(call.output(0, ElementType.INT32, product.shape()).ints());
    }
}
