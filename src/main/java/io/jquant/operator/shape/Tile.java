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
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tile: repeats a tensor along its axes (opset 1: along one axis). */
public final class Tile implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            Tensor counts = node.constant(1);
            boolean known = counts != null && node.opset() >= 6;
            long[] repeats = known ? counts.toLongs() : null;
            List<Dimension> dims = new ArrayList<>();
            for (int i = 0; i < in.rank(); i++) {
                dims.add(
                        known && in.dim(i).isKnown()
                                ? Dimension.of(in.size(i) * repeats[i])
                                : known && repeats[i] == 1 ? in.dim(i) : Dimension.UNKNOWN);
            }
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        long[] repeats = repeats(call, in.rank());
        int rank = in.rank();
        int[] own = Axes.strides(in.shape().toIntArray());
        long[] shape = new long[rank];
        // each axis becomes two: the repetition and the axis itself
        int[] dims = new int[2 * rank];
        int[] from = new int[2 * rank];
        for (int i = 0; i < rank; i++) {
            shape[i] = Math.multiplyExact(repeats[i], (long) in.dim(i));
            dims[2 * i] = Math.toIntExact(repeats[i]);
            dims[2 * i + 1] = in.dim(i);
            from[2 * i + 1] = own[i];
        }
        Tensor out = call.output(0, in.type(), Shape.of(shape));
        StridedCopy.fill(call.workers(), dims, in, from, out);
    }

    private static long[] repeats(Invocation call, int rank) {
        if (call.opset() >= 6) {
            long[] out = call.input(1).toLongs();
            if (out.length != rank) {
                throw new IllegalArgumentException(
                        out.length + " repeats are given for rank " + rank);
            }
            return out;
        }
        long[] out = new long[rank];
        Arrays.fill(out, 1);
        out[Axes.normalize((long) number(call.input(2)), rank)] = (long) number(call.input(1));
        return out;
    }

    private static double number(Tensor t) {
        return TensorNumbers.doubleAt(t, 0);
    }
}
