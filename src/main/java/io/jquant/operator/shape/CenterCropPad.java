package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Storages;
import io.jquant.operator.common.StridedCopy;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.List;

/** CenterCropPad: cuts or pads axes to given sizes, evenly on both sides. */
public final class CenterCropPad implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            List<Dimension> dims = Arguments.dims(in);
            int[] axes = axes(node, in.rank());
            Tensor sizes = node.constant(1);
            for (int i = 0; i < axes.length; i++) {
                boolean known = sizes != null && i < sizes.size();
                dims.set(axes[i], known ? Dimension.of(sizes.longAt(i)) : Dimension.UNKNOWN);
            }
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    /** In the order of the sizes. */
    private static int[] axes(NodeView node, int rank) {
        long[] given = node.attributes().getInts("axes");
        int[] out = new int[given == null ? rank : given.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = given == null ? i : Axes.normalize(given[i], rank);
        }
        return out;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int[] axes = axes(call, in.rank());
        long[] sizes = call.input(1).toLongs();
        if (sizes.length != axes.length) {
            throw new IllegalArgumentException(
                    sizes.length + " sizes are given for " + axes.length + " axes");
        }
        Shape shape = in.shape();
        for (int i = 0; i < axes.length; i++) {
            shape = shape.withDim(axes[i], sizes[i]);
        }
        Tensor out = call.output(0, in.type(), shape);
        int[] from = Axes.strides(in.shape().toIntArray());
        int[] to = Axes.strides(shape.toIntArray());
        int[] dims = new int[in.rank()];
        int fromOffset = 0;
        int toOffset = 0;
        for (int i = 0; i < dims.length; i++) {
            int have = in.dim(i);
            int want = shape.dim(i);
            dims[i] = Math.min(have, want);
            fromOffset += Math.max(0, have - want) / 2 * from[i];
            toOffset += Math.max(0, want - have) / 2 * to[i];
        }
        Storages.zero(in.type(), out.storage(), 0, out.size());
        StridedCopy.run(
                call.workers(),
                in.type(),
                dims,
                in.storage(),
                fromOffset,
                from,
                out.storage(),
                toOffset,
                to);
    }
}
