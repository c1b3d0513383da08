package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Storages;
import io.jquant.tensor.Tensor;

/** GatherElements: every index picks one element along an axis. */
public final class GatherElements implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), node.shape(1));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor indices = call.input(1);
        int axis = Axes.normalize(call.attributes().getInt("axis", 0), in.rank());
        int[] sources = positions(in, indices, axis);
        Tensor out = call.output(0, in.type(), indices.shape());
        Storages.gather(in.type(), in.storage(), sources, sources.length, out.storage(), 0);
    }

    /** For each index: the place in the data that it means. */
    static int[] positions(Tensor data, Tensor indices, int axis) {
        int rank = data.rank();
        if (indices.rank() != rank) {
            throw new IllegalArgumentException(
                    "indices have rank " + indices.rank() + ", the data " + rank);
        }
        for (int i = 0; i < rank; i++) {
            if (i != axis && indices.dim(i) > data.dim(i)) {
                throw new IllegalArgumentException(
                        "indices " + indices.shape() + " do not fit data " + data.shape());
            }
        }
        int[] out = Indices.checked(indices, data.dim(axis));
        int[] strides = Axes.strides(data.shape().toIntArray());
        int[] dims = indices.shape().toIntArray();
        int[] at = new int[rank];
        int base = 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = base + out[i] * strides[axis];
            for (int a = rank - 1; a >= 0; a--) {
                int step = a == axis ? 0 : strides[a];
                at[a]++;
                base += step;
                if (at[a] < dims[a]) {
                    break;
                }
                base -= step * dims[a];
                at[a] = 0;
            }
        }
        return out;
    }
}
