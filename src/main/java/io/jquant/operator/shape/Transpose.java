package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.StridedCopy;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Transpose: puts the axes in another order, by default in the opposite one. */
public final class Transpose implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        long[] given = node.attributes().getInts("perm");
        SymbolicShape out = null;
        if (in != null) {
            List<Dimension> dims = new ArrayList<>();
            for (int axis : order(given, in.rank())) {
                dims.add(in.dim(axis));
            }
            out = new SymbolicShape(dims);
        } else if (given != null) {
            out = SymbolicShape.ofRank(given.length);
        }
        node.output(0, node.elementType(0), out);
    }

    private static int[] order(long[] given, int rank) {
        int[] out = new int[rank];
        if (given == null) {
            for (int i = 0; i < rank; i++) {
                out[i] = rank - 1 - i;
            }
            return out;
        }
        if (given.length != rank) {
            throw new IllegalArgumentException(
                    "perm has " + given.length + " axes, the input " + rank);
        }
        Axes.normalize(given, rank); // refuses axes that do not exist or come twice
        for (int i = 0; i < rank; i++) {
            out[i] = Axes.normalize(given[i], rank);
        }
        return out;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int[] order = order(call.attributes().getInts("perm"), in.rank());
        int[] dims = new int[order.length];
        int[] from = new int[order.length];
        int[] strides = Axes.strides(in.shape().toIntArray());
        for (int i = 0; i < order.length; i++) {
            dims[i] = in.dim(order[i]);
            from[i] = strides[order[i]];
        }
        Shape shape = Shape.of(dims);
        if (keepsOrder(dims, from)) {
            call.forward(0, in.reshape(shape));
            return;
        }
        Tensor out = call.output(0, in.type(), shape);
        StridedCopy.fill(call.workers(), dims, in, from, out);
    }

    /** Only axes of size 1 change places: the elements stay where they are. */
    private static boolean keepsOrder(int[] dims, int[] from) {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] != 1) {
                if (from[i] > least) {
                    return false;
                }
                least = from[i];
            }
        }
        return true;
    }
}
