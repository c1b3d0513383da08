package io.jquant.operator.math;

import io.jquant.kernel.Ending;
import io.jquant.kernel.Gemm;
import io.jquant.kernel.PackedRight;
import io.jquant.operator.FusedTail;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.common.Tails;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/** MatMul: products of stacks of matrices, as numpy's matmul. */
public final class MatMul implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), MatrixShapes.infer(node.shape(0), node.shape(1)));
    }

    @Override
    public Object prepare(Preparation node) {
        Tensor b = node.constant(1);
        if (b == null || b.type() != ElementType.FLOAT || b.rank() != 2 || b.size() == 0) {
            return null;
        }
        return PackedRight.of(b.dim(0), b.dim(1), b.floats(), 0, b.dim(1), 1);
    }

    @Override
    public boolean fuses(FusedTail.Activation activation) {
        return true;
    }

    @Override
    public boolean fusesResidual() {
        return true;
    }

    @Override
    public void run(Invocation call) {
        Tensor a = call.input(0);
        Tensor b = call.input(1);
        MatrixShapes s = MatrixShapes.of(a.shape(), b.shape());
        Tensor out = call.output(0, a.type(), s.out());
        if (out.size() == 0) {
            return;
        }
        if (a.type() == ElementType.DOUBLE || !a.type().isFloatingPoint()) {
            PlainProduct.batch(
                    call.workers(), s.m(), s.n(), s.k(), a, s.aOffs(), b, s.bOffs(), out);
            return;
        }
        Ending ending = Tails.perColumn(null, call.tail());
        float[] x = TensorNumbers.floats(a);
        float[] y = out.storage() instanceof float[] f ? f : new float[out.size()];
        if (call.prepared() instanceof PackedRight packed) {
            int rows = out.size() / s.n();
            Gemm.multiply(rows, x, 0, s.k(), 1, packed, y, 0, s.n(), ending, call.workers());
        } else {
            float[] z = TensorNumbers.floats(b);
            boolean sameRight = Arrays.stream(s.bOffs()).allMatch(o -> o == 0);
            boolean leftInOrder = a.size() == s.aOffs().length * s.m() * s.k();
            if (sameRight && leftInOrder) {
                int rows = out.size() / s.n();
                Gemm.multiply(
                        rows,
                        s.n(),
                        s.k(),
                        x,
                        0,
                        s.k(),
                        1,
                        z,
                        0,
                        s.n(),
                        1,
                        y,
                        0,
                        s.n(),
                        ending,
                        call.workers());
            } else {
                Gemm.batch(
                        s.aOffs().length,
                        s.m(),
                        s.n(),
                        s.k(),
                        x,
                        s.aOffs(),
                        s.k(),
                        1,
                        z,
                        s.bOffs(),
                        s.n(),
                        1,
                        y,
                        0,
                        ending,
                        call.workers());
            }
        }
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }
}
