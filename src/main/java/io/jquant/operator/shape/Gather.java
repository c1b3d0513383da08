package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Gather: picks entries along one axis. */
public final class Gather implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape indices = node.shape(1);
        SymbolicShape out = null;
        if (in != null && indices != null) {
            int axis = Axes.normalize(node.attributes().getInt("axis", 0), in.rank());
            List<Dimension> dims = new ArrayList<>(in.dims().subList(0, axis));
            dims.addAll(indices.dims());
            dims.addAll(in.dims().subList(axis + 1, in.rank()));
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Shape s = in.shape();
        int axis = Axes.normalize(call.attributes().getInt("axis", 0), s.rank());
        int[] indices = Indices.checked(call.input(1), s.dim(axis));
        int outer = (int) s.size(0, axis);
        int inner = (int) s.size(axis + 1, s.rank()) * in.type().entriesPerElement();
        int size = s.dim(axis);
        Tensor out = call.output(0, in.type(), shape(s, axis, call.input(1).shape()));
        Object from = in.storage();
        Object to = out.storage();
        Chunks.forEach(
                call.workers(),
                outer,
                (long) indices.length * inner,
                (a, b) -> {
                    for (int o = a; o < b; o++) {
                        int t = o * indices.length * inner;
                        for (int i = 0; i < indices.length; i++) {
                            System.arraycopy(
                                    from,
                                    (o * size + indices[i]) * inner,
                                    to,
                                    t + i * inner,
                                    inner);
                        }
                    }
                });
    }

    private static Shape shape(Shape data, int axis, Shape indices) {
        long[] dims = new long[data.rank() - 1 + indices.rank()];
        System.arraycopy(data.toArray(), 0, dims, 0, axis);
        System.arraycopy(indices.toArray(), 0, dims, axis, indices.rank());
        System.arraycopy(
                data.toArray(), axis + 1, dims, axis + indices.rank(), data.rank() - axis - 1);
        return Shape.of(dims);
    }
}
