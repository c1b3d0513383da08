package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.operator.common.Storages;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.List;

/**
 * TopK: the greatest or least elements along an axis, in order, with their places; of equal
 * elements the first comes first. The count is an attribute before opset 10.
 */
public final class TopK implements Operator {
    private static long axis(NodeView node) {
        return node.attributes().getInt("axis", -1);
    }

    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            List<Dimension> dims = Arguments.dims(in);
            Tensor k = node.constant(1);
            long count =
                    node.opset() < 10
                            ? node.attributes().requireInt("k")
                            : k == null ? -1 : k.longAt(0);
            dims.set(Axes.normalize(axis(node), in.rank()), Dimension.of(count));
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
        node.output(1, ElementType.INT64, out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        long wanted =
                call.opset() < 10 ? call.attributes().requireInt("k") : call.input(1).longAt(0);
        int axis = Axes.normalize(axis(call), in.rank());
        int size = in.dim(axis);
        if (wanted < 0 || wanted > size) {
            throw new IllegalArgumentException(
                    "k is " + wanted + ", the axis has " + size + " elements");
        }
        int k = (int) wanted;
        boolean largest = call.attributes().getBoolean("largest", true);
        Shape shape = in.shape().withDim(axis, k);
        Tensor values = call.output(0, in.type(), shape);
        long[] places = call.output(1, ElementType.INT64, shape).longs();
        int inner = (int) in.shape().size(axis + 1, in.rank());
        int outer = (int) in.shape().size(0, axis);
        Ranking ranking = Ranking.of(in, largest);
        Chunks.forEach(
                call.workers(),
                outer * inner,
                16L * size,
                (a, b) -> {
                    for (int r = a; r < b; r++) {
                        int from = r / inner * size * inner + r % inner;
                        int to = r / inner * k * inner + r % inner;
                        int[] order = ranking.order(from, inner, size, k);
                        for (int i = 0; i < k; i++) {
                            places[to + i * inner] = order[i];
                            Storages.copy(
                                    in.storage(),
                                    from + order[i] * inner,
                                    1,
                                    values.storage(),
                                    to + i * inner,
                                    1,
                                    1);
                        }
                    }
                });
    }
}
