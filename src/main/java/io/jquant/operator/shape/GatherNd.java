package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.List;

/** GatherND: every row of the indices picks a slice of the data. */
public final class GatherNd implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape indices = node.shape(1);
        SymbolicShape out = null;
        if (in != null && indices != null && indices.rank() > 0 && indices.dim(-1).isKnown()) {
            int batch = (int) node.attributes().getInt("batch_dims", 0);
            int used = batch + (int) indices.size(-1);
            if (used <= in.rank()) {
                List<Dimension> dims =
                        new ArrayList<>(indices.dims().subList(0, indices.rank() - 1));
                dims.addAll(in.dims().subList(used, in.rank()));
                out = new SymbolicShape(dims);
            }
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor indices = call.input(1);
        int batch = (int) call.attributes().getInt("batch_dims", 0);
        int[] starts = starts(in, indices, batch);
        int depth = batch + indices.dim(-1);
        int slice = (int) in.shape().size(depth, in.rank()) * in.type().entriesPerElement();
        long[] dims = new long[indices.rank() - 1 + in.rank() - depth];
        System.arraycopy(indices.shape().toArray(), 0, dims, 0, indices.rank() - 1);
        System.arraycopy(in.shape().toArray(), depth, dims, indices.rank() - 1, in.rank() - depth);
        Tensor out = call.output(0, in.type(), Shape.of(dims));
        int entries = in.type().entriesPerElement();
        for (int i = 0; i < starts.length; i++) {
            System.arraycopy(in.storage(), starts[i] * entries, out.storage(), i * slice, slice);
        }
    }

    /** For each row of the indices: where its slice of the data begins. */
    static int[] starts(Tensor data, Tensor indices, int batch) {
        if (indices.rank() == 0 || batch < 0 || batch >= indices.rank()) {
            throw new IllegalArgumentException(
                    "indices " + indices.shape() + " have no row behind " + batch + " axes");
        }
        int width = indices.dim(-1);
        if (batch + width > data.rank()) {
            throw new IllegalArgumentException(
                    "rows of " + width + " indices do not fit data " + data.shape());
        }
        int[] strides = Axes.strides(data.shape().toIntArray());
        int rows = (int) indices.shape().size(0, indices.rank() - 1);
        int batches = (int) indices.shape().size(0, batch);
        int each = batches == 0 ? 0 : rows / batches;
        int batchSize = (int) data.shape().size(batch, data.rank());
        long[] given = TensorNumbers.longs(indices);
        int[] out = new int[rows];
        for (int r = 0; r < rows; r++) {
            int at = r / each * batchSize;
            for (int k = 0; k < width; k++) {
                int axis = batch + k;
                at += Indices.checked(given[r * width + k], data.dim(axis)) * strides[axis];
            }
            out[r] = at;
        }
        return out;
    }
}
