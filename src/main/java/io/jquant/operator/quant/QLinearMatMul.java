package io.jquant.operator.quant;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
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
    public void run(Invocation call) {
        Tensor a = call.input(0);
        Tensor b = call.input(3);
        MatrixShapes s = MatrixShapes.of(a.shape(), b.shape());
        int[] sums = IntegerProduct.multiply(call.workers(), s, a, call.input(2), b, call.input(5));
        Tensor yZero = call.input(7);
        Tensor out = call.output(0, yZero.type(), s.out());
        double yScale = TensorNumbers.doubleAt(call.input(6), 0);
        int zero = (int) yZero.longAt(0);
        int lowest = Codes.lowest(out.type());
        int highest = Codes.highest(out.type());
        long[] codes = new long[sums.length];
        for (int i = 0; i < codes.length; i++) {
            double scale =
                    at(call.input(1), i / s.n() % s.m()) * at(call.input(4), i % s.n()) / yScale;
            codes[i] = Codes.code((float) (sums[i] * scale), zero, lowest, highest);
        }
        TensorNumbers.store(codes, out);
    }

    /** The scale of a row or column: one for all, or one each. */
    private static double at(Tensor scale, int line) {
        return TensorNumbers.doubleAt(scale, scale.size() == 1 ? 0 : line % scale.size());
    }
}
