package io.jquant.operator.control;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Tensors of one shape, one from each round of a body, to be joined along a new first axis. */
final class Stack {
    private final List<Tensor> tensors = new ArrayList<>();

    void add(Tensor t) {
        if (!tensors.isEmpty() && !t.shape().equals(tensors.get(0).shape())) {
            throw new IllegalArgumentException(
                    "a body gave " + t.shape() + " after " + tensors.get(0).shape());
        }
        tensors.add(t);
    }

    /**
     * @param declared the type of each as the body declares it, asked when there is none
     */
    Tensor join(ValueType declared) {
        if (tensors.isEmpty()) {
            return nothing(declared);
        }
        Tensor first = tensors.get(0);
        long[] dims = new long[first.rank() + 1];
        dims[0] = tensors.size();
        System.arraycopy(first.shape().toArray(), 0, dims, 1, first.rank());
        Tensor out = Tensor.zeros(first.type(), Shape.of(dims));
        int length = first.size() * first.type().entriesPerElement();
        int at = 0;
        for (Tensor t : tensors) {
            System.arraycopy(t.storage(), 0, out.storage(), at, length);
            at += length;
        }
        return out;
    }

    private static Tensor nothing(ValueType declared) {
        ElementType type = ElementType.FLOAT;
        long[] dims = {0};
        if (declared instanceof ValueType.TensorType t) {
            type = t.element() == null ? type : t.element();
            if (t.shape() != null) {
                dims = new long[t.shape().rank() + 1];
                for (int i = 1; i < dims.length; i++) {
                    dims[i] = Math.max(0, t.shape().size(i - 1));
                }
            }
        }
        return Tensor.zeros(type, Shape.of(dims));
    }
}
