package io.jquant.operator.control;

import io.jquant.operator.common.Axes;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Tensors of one shape, one from each round of a body, to be joined along a new axis. */
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
     * The tensors along a new axis.
     *
     * @param declared the type of each as the body declares it, asked when there is none
     * @param axis where the new axis stands in the result; negative numbers count from its end
     * @param backwards is the last tensor the first?
     */
    Tensor join(ValueType declared, long axis, boolean backwards) {
        if (tensors.isEmpty()) {
            return nothing(declared);
        }
        Tensor first = tensors.get(0);
        int at = Axes.normalize(axis, first.rank() + 1);
        long[] dims = new long[first.rank() + 1];
        int count = tensors.size();
        dims[at] = count;
        System.arraycopy(first.shape().toArray(), 0, dims, 0, at);
        System.arraycopy(first.shape().toArray(), at, dims, at + 1, first.rank() - at);
        Tensor out = Tensor.zeros(first.type(), Shape.of(dims));
        int inner = (int) first.shape().size(at, first.rank()) * first.type().entriesPerElement();
        int outer = (int) first.shape().size(0, at);
        for (int i = 0; i < count; i++) {
            int place = backwards ? count - 1 - i : i;
            for (int o = 0; o < outer; o++) {
                System.arraycopy(
                        tensors.get(i).storage(),
                        o * inner,
                        out.storage(),
                        (o * count + place) * inner,
                        inner);
            }
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
