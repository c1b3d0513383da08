package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Scales and shifts in the shape that an operator of normalization wants. */
final class NormConstants {
    private NormConstants() {}

    /** The sizes of a tensor from an axis on; null when one is not known. */
    static Shape sizesFrom(SymbolicShape s, int axis) {
        long[] dims = new long[s.rank() - axis];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = s.size(axis + i);
            if (dims[i] < 1) {
                return null;
            }
        }
        return Shape.of(dims);
    }

    /**
     * A constant widened to a shape that ends as the tensor does that it is broadcast to.
     *
     * @param v null stands for the other number everywhere
     * @return null when it varies along further axes
     */
    static Tensor widened(Value v, double otherwise, Shape to, Workspace work) {
        int n = Math.toIntExact(to.size());
        double[] out = new double[n];
        if (v == null) {
            Arrays.fill(out, otherwise);
            return Doubles.tensor(ElementType.FLOAT, to, out);
        }
        Tensor t = work.constant(v);
        long[] strides = new long[to.rank()];
        long stride = 1;
        for (int i = 1; i <= t.rank(); i++) {
            int size = t.dim(-i);
            if (i > to.rank() ? size != 1 : size != 1 && size != to.dim(to.rank() - i)) {
                return null;
            }
            if (i <= to.rank()) {
                strides[to.rank() - i] = size == 1 ? 0 : stride;
                stride *= size;
            }
        }
        double[] from = Doubles.of(t);
        long[] at = new long[to.rank()];
        for (int i = 0; i < n; i++) {
            long source = 0;
            for (int k = 0; k < at.length; k++) {
                source += at[k] * strides[k];
            }
            out[i] = from[(int) source];
            for (int k = at.length - 1; k >= 0 && ++at[k] == to.dim(k); k--) {
                at[k] = 0;
            }
        }
        return Doubles.tensor(t.type(), to, out);
    }

    /** One number for each channel along axis 1; null when the constant varies along others. */
    static Tensor perChannel(Value v, double otherwise, int rank, int channels, Workspace work) {
        double[] out = new double[channels];
        Arrays.fill(out, otherwise);
        if (v != null) {
            double[] given = ChannelAffine.alongAxis(work.constant(v), rank, 1);
            if (given == null || (given.length != 1 && given.length != channels)) {
                return null;
            }
            for (int i = 0; i < channels; i++) {
                out[i] = given[given.length == 1 ? 0 : i];
            }
        }
        return Doubles.tensor(ElementType.FLOAT, Shape.of(channels), out);
    }

    static Value add(Node n, String what, Tensor t) {
        return n.graph().addInitializer(n.label() + "_" + what, t);
    }
}
