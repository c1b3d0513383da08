package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** AffineGrid: the places that GridSample reads, moved by a matrix per sample. */
public final class AffineGrid implements Operator {
    @Override
    public void infer(Inference node) {
        Tensor size = node.constant(1);
        node.output(
                0,
                node.elementType(0),
                size == null ? null : SymbolicShape.of(gridShape(size.toLongs())));
    }

    /** From (samples, channels, spatial…) to (samples, spatial…, coordinates). */
    private static long[] gridShape(long[] size) {
        if (size.length != 4 && size.length != 5) {
            throw new IllegalArgumentException("size has " + size.length + " entries, not 4 or 5");
        }
        long[] out = new long[size.length];
        out[0] = size[0];
        System.arraycopy(size, 2, out, 1, size.length - 2);
        out[size.length - 1] = size.length - 2L;
        return out;
    }

    @Override
    public void run(Invocation call) {
        Tensor theta = call.input(0);
        Shape shape = Shape.of(gridShape(call.input(1).toLongs()));
        int axes = shape.rank() - 2;
        if (!theta.shape().equals(Shape.of(shape.dim(0), axes, axes + 1L))) {
            throw new IllegalArgumentException(
                    "matrices " + theta.shape() + " do not fit a grid of " + shape);
        }
        boolean corners = call.attributes().getBoolean("align_corners", false);
        Tensor out = call.output(0, theta.type(), shape);
        double[] m = TensorNumbers.doubles(theta);
        double[] y = new double[out.size()];
        int places = (int) shape.size(1, axes + 1);
        double[] at = new double[axes];
        for (int p = 0; p < places; p++) {
            int rest = p;
            for (int i = 0; i < axes; i++) { // coordinates begin with the innermost axis
                int size = shape.dim(axes - i);
                at[i] = coordinate(rest % size, size, corners);
                rest /= size;
            }
            for (int n = 0; n < shape.dim(0); n++) {
                for (int r = 0; r < axes; r++) {
                    int row = (n * axes + r) * (axes + 1);
                    double sum = m[row + axes];
                    for (int i = 0; i < axes; i++) {
                        sum += m[row + i] * at[i];
                    }
                    y[(n * places + p) * axes + r] = sum;
                }
            }
        }
        TensorNumbers.store(y, out);
    }

    /** From −1 to 1: the centres of the first and last pixel, or the outer edges of these. */
    private static double coordinate(int i, int size, boolean corners) {
        if (corners) {
            return size == 1 ? 0 : 2.0 * i / (size - 1) - 1;
        }
        return (2.0 * i + 1) / size - 1;
    }
}
