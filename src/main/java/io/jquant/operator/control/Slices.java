package io.jquant.operator.control;

import io.jquant.operator.common.Storages;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;

/** Parts of tensors as tensors of their own. */
final class Slices {
    private Slices() {}

    /** The elements at one place of an axis, without that axis. */
    static Tensor at(Tensor t, int axis, int place) {
        long[] dims = new long[t.rank() - 1];
        System.arraycopy(t.shape().toArray(), 0, dims, 0, axis);
        System.arraycopy(t.shape().toArray(), axis + 1, dims, axis, dims.length - axis);
        Tensor out = Tensor.zeros(t.type(), Shape.of(dims));
        int inner = (int) t.shape().size(axis + 1, t.rank()) * t.type().entriesPerElement();
        int outer = (int) t.shape().size(0, axis);
        for (int o = 0; o < outer; o++) {
            System.arraycopy(
                    t.storage(),
                    (o * t.dim(axis) + place) * inner,
                    out.storage(),
                    o * inner,
                    inner);
        }
        return out;
    }

    /** The tensor with zeros behind it, along its first axis. */
    static Tensor lengthened(Tensor t, int length) {
        Tensor out = Tensor.zeros(t.type(), t.shape().withDim(0, length));
        Storages.zero(t.type(), out.storage(), 0, out.size());
        System.arraycopy(t.storage(), 0, out.storage(), 0, t.size() * t.type().entriesPerElement());
        return out;
    }
}
