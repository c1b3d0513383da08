package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Storages;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.List;

/** OneHot: an axis along which one element is on, as an index says. */
public final class OneHot implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            Tensor depth = node.constant(1);
            List<Dimension> dims = new ArrayList<>(in.dims());
            dims.add(
                    Axes.normalize(node.attributes().getInt("axis", -1), in.rank() + 1),
                    depth == null
                            ? Dimension.UNKNOWN
                            : Dimension.of((long) TensorNumbers.doubleAt(depth, 0)));
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(2), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor indices = call.input(0);
        Tensor values = call.input(2);
        int depth = Math.toIntExact((long) TensorNumbers.doubleAt(call.input(1), 0));
        int axis = Axes.normalize(call.attributes().getInt("axis", -1), indices.rank() + 1);
        long[] dims = new long[indices.rank() + 1];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = i == axis ? depth : indices.dim(i < axis ? i : i - 1);
        }
        Tensor out = call.output(0, values.type(), Shape.of(dims));
        Storages.fill(out.storage(), 0, out.size(), values.storage(), 0);
        double[] wanted = TensorNumbers.doubles(indices);
        int inner = (int) indices.shape().size(axis, indices.rank());
        for (int i = 0; i < indices.size(); i++) {
            long index = (long) wanted[i];
            index += index < 0 ? depth : 0;
            if (index >= 0 && index < depth) {
                int at = (i / inner * depth + (int) index) * inner + i % inner;
                Storages.copy(values.storage(), 1, 1, out.storage(), at, 1, 1);
            }
        }
    }
}
