package io.jquant.data;

import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Cuts and joins tensors along their first axis. */
final class Slices {
    private Slices() {}

    /** One slice along the first axis, without this axis. */
    static Tensor alongFirst(Tensor t, int index) {
        long[] dims = t.shape().toArray();
        Shape shape = Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
        Object out = Tensor.newStorage(t.type(), shape.size());
        copy(t, index, out, 0, shape);
        return Tensor.of(t.type(), shape, out);
    }

    /** Tensors of one shape, whose first axis is 1, side by side along this axis. */
    static Tensor joined(List<Tensor> parts) {
        Tensor first = parts.get(0);
        Shape shape = first.shape().withDim(0, parts.size());
        Object out = Tensor.newStorage(first.type(), shape.size());
        for (int i = 0; i < parts.size(); i++) {
            copy(parts.get(i), 0, out, i, first.shape());
        }
        return Tensor.of(first.type(), shape, out);
    }

    @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of the tensor's type
    private static void copy(Tensor from, int fromSlice, Object to, int toSlice, Shape slice) {
        int n = Math.toIntExact(slice.size()) * from.type().entriesPerElement();
        System.arraycopy(from.storage(), fromSlice * n, to, toSlice * n, n);
    }
}
