package io.jquant.operator.contrib;

import io.jquant.operator.common.Axes;
import io.jquant.operator.common.StridedCopy;
import io.jquant.support.Workers;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;

/** Transposed copies. */
final class Turned {
    private Turned() {}

    /** A stack of matrices, transposed where that is asked for. */
    static Tensor matrix(Workers workers, Tensor t, boolean turn) {
        if (!turn || t.rank() < 2) {
            return t;
        }
        int[] order = new int[t.rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        order[order.length - 1] = order.length - 2;
        order[order.length - 2] = order.length - 1;
        return axes(workers, t, order);
    }

    /** A tensor with its axes in another order. */
    static Tensor axes(Workers workers, Tensor t, int[] order) {
        int[] strides = Axes.strides(t.shape().toIntArray());
        int[] dims = new int[order.length];
        int[] from = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            dims[i] = t.dim(order[i]);
            from[i] = strides[order[i]];
        }
        Tensor out = Tensor.zeros(t.type(), Shape.of(dims));
        StridedCopy.run(
                workers,
                t.type(),
                dims,
                t.storage(),
                0,
                from,
                out.storage(),
                0,
                Axes.strides(dims));
        return out;
    }
}
