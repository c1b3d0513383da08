package io.jquant.operator.math;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/** Det: determinants of square matrices, by elimination with row pivots. */
public final class Det implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        node.output(
                0,
                node.elementType(0),
                in == null || in.rank() < 2
                        ? null
                        : new SymbolicShape(in.dims().subList(0, in.rank() - 2)));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int rank = in.rank();
        if (rank < 2 || in.dim(-1) != in.dim(-2)) {
            throw new IllegalArgumentException(in.shape() + " is not made of square matrices");
        }
        int n = in.dim(-1);
        Shape shape = Shape.of(Arrays.copyOf(in.shape().toArray(), rank - 2));
        double[] x = TensorNumbers.doubles(in);
        double[] y = new double[Math.toIntExact(shape.size())];
        for (int i = 0; i < y.length; i++) {
            y[i] = determinant(Arrays.copyOfRange(x, i * n * n, (i + 1) * n * n), n);
        }
        TensorNumbers.store(y, call.output(0, in.type(), shape));
    }

    private static double determinant(double[] a, int n) {
        double out = 1;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int r = k + 1; r < n; r++) {
                pivot = Math.abs(a[r * n + k]) > Math.abs(a[pivot * n + k]) ? r : pivot;
            }
            if (a[pivot * n + k] == 0) {
                return 0;
            }
            if (pivot != k) {
                for (int c = k; c < n; c++) {
                    double t = a[k * n + c];
                    a[k * n + c] = a[pivot * n + c];
                    a[pivot * n + c] = t;
                }
                out = -out;
            }
            out *= a[k * n + k];
            for (int r = k + 1; r < n; r++) {
                double factor = a[r * n + k] / a[k * n + k];
                for (int c = k + 1; c < n; c++) {
                    a[r * n + c] -= factor * a[k * n + c];
                }
            }
        }
        return out;
    }
}
