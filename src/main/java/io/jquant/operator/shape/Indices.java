package io.jquant.operator.shape;

import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** Index tensors: negative entries count from the end of an axis. */
final class Indices {
    private Indices() {}

    /** All indices into an axis, from its front. */
    static int[] checked(Tensor indices, int size) {
        long[] given = TensorNumbers.longs(indices);
        int[] out = new int[indices.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = checked(given[i], size);
        }
        return out;
    }

    /** One index into an axis, from its front. */
    static int checked(long index, int size) {
        if (index < -size || index >= size) {
            throw new IllegalArgumentException(
                    "index " + index + " is outside an axis of size " + size);
        }
        return (int) (index < 0 ? index + size : index);
    }
}
