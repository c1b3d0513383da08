package io.jquant.operator.math;

import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Broadcast;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The shapes of a product of stacks of matrices, as numpy's matmul has them: a vector is a matrix
 * of one row (left) or one column (right) whose axis of size 1 is dropped again, and the axes
 * before the matrices broadcast.
 *
 * @param m rows of the left matrices
 * @param n columns of the right ones
 * @param k what is summed over
 * @param out the result's shape
 * @param aOffs where the left matrix of each product begins
 * @param bOffs where the right one begins
 */
public record MatrixShapes(int m, int n, int k, Shape out, int[] aOffs, int[] bOffs) {
    /** Of the operands, which must fit each other. */
    public static MatrixShapes of(Shape a, Shape b) {
        if (a.rank() == 0 || b.rank() == 0) {
            throw new IllegalArgumentException("a scalar is no matrix");
        }
        Shape x = a.rank() == 1 ? Shape.of(1, a.dim(0)) : a;
        Shape y = b.rank() == 1 ? Shape.of(b.dim(0), 1) : b;
        int m = x.dim(-2);
        int k = x.dim(-1);
        int n = y.dim(-1);
        if (y.dim(-2) != k) {
            throw new IllegalArgumentException("matrices " + a + " and " + b + " do not multiply");
        }
        Shape left = Shape.of(Arrays.copyOf(x.toArray(), x.rank() - 2));
        Shape right = Shape.of(Arrays.copyOf(y.toArray(), y.rank() - 2));
        Shape batch = Broadcast.shape(left, right);
        List<Long> dims = new ArrayList<>();
        for (long d : batch.toArray()) {
            dims.add(d);
        }
        if (a.rank() > 1) {
            dims.add((long) m);
        }
        if (b.rank() > 1) {
            dims.add((long) n);
        }
        return new MatrixShapes(
                m,
                n,
                k,
                Shape.of(dims.stream().mapToLong(d -> d).toArray()),
                offsets(left, batch, m * k),
                offsets(right, batch, k * n));
    }

    private static int[] offsets(Shape own, Shape batch, int matrix) {
        int[] out = new int[(int) batch.size()];
        int[] dims = own.toIntArray();
        int[] strides = Axes.strides(dims);
        for (int i = 0; i < out.length; i++) {
            int rest = i;
            for (int axis = batch.rank() - 1; axis >= 0; axis--) {
                int at = rest % batch.dim(axis);
                rest /= batch.dim(axis);
                int mine = axis - batch.rank() + dims.length;
                if (mine >= 0 && dims[mine] != 1) {
                    out[i] += at * strides[mine] * matrix;
                }
            }
        }
        return out;
    }

    /** The result's shape as far as it is known; null when a rank is not known. */
    public static SymbolicShape infer(SymbolicShape a, SymbolicShape b) {
        if ((a != null && a.rank() == 0) || (b != null && b.rank() == 0)) {
            throw new IllegalArgumentException(a + " and " + b + ": one is no matrix or vector");
        }
        if (a == null || b == null) {
            return null;
        }
        Dimension k = a.dim(-1);
        Dimension rows = b.rank() == 1 ? b.dim(0) : b.dim(-2);
        if (k.isKnown() && rows.isKnown() && k.size() != rows.size()) {
            throw new IllegalArgumentException("matrices " + a + " and " + b + " do not multiply");
        }
        List<Dimension> x = a.dims().subList(0, Math.max(0, a.rank() - 2));
        List<Dimension> y = b.dims().subList(0, Math.max(0, b.rank() - 2));
        SymbolicShape batch = Broadcast.shape(List.of(new SymbolicShape(x), new SymbolicShape(y)));
        List<Dimension> dims = new ArrayList<>(batch.dims());
        if (a.rank() > 1) {
            dims.add(a.dim(-2));
        }
        if (b.rank() > 1) {
            dims.add(b.dim(-1));
        }
        return new SymbolicShape(dims);
    }
}
