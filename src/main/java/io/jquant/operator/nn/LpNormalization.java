package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** LpNormalization: divides by the norm along an axis; what has norm 0 stays 0. */
public final class LpNormalization implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int axis = Axes.normalize(call.attributes().getInt("axis", -1), in.rank());
        long p = call.attributes().getInt("p", 2);
        if (p != 1 && p != 2) {
            throw new IllegalArgumentException("p is " + p + ", neither 1 nor 2");
        }
        int size = in.dim(axis);
        int inner = (int) in.shape().size(axis + 1, in.rank());
        int outer = (int) in.shape().size(0, axis);
        double[] x = TensorNumbers.doubles(in);
        double[] y = new double[in.size()];
        Chunks.forEach(
                call.workers(),
                outer * inner,
                size,
                (a, b) -> {
                    for (int r = a; r < b; r++) {
                        int from = r / inner * size * inner + r % inner;
                        double sum = 0;
                        for (int i = 0; i < size; i++) {
                            double v = x[from + i * inner];
                            sum += p == 1 ? Math.abs(v) : v * v;
                        }
                        double norm = p == 1 ? sum : Math.sqrt(sum);
                        for (int i = 0; i < size; i++) {
                            int at = from + i * inner;
                            y[at] = norm == 0 ? 0 : x[at] / norm;
                        }
                    }
                });
        TensorNumbers.store(y, call.output(0, in.type(), in.shape()));
    }
}
