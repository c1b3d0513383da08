package io.jquant.operator.sequence;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSequence;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** SplitToSequence: cuts a tensor along an axis, into parts of given lengths or single slices. */
public final class SplitToSequence implements Operator {
    @Override
    public void infer(Inference node) {
        ValueType.TensorType in = node.tensorType(0);
        if (in == null) {
            return;
        }
        SymbolicShape shape = null;
        if (in.shape() != null) {
            List<Dimension> dims = new ArrayList<>(in.shape().dims());
            int axis = Axes.normalize(node.attributes().getInt("axis", 0), dims.size());
            if (!node.hasInput(1)) {
                dims.remove(axis);
                if (keepsAxis(node)) {
                    dims.add(axis, Dimension.of(1));
                }
            } else {
                dims.set(axis, Dimension.UNKNOWN);
            }
            shape = new SymbolicShape(dims);
        }
        node.output(0, new ValueType.SequenceType(new ValueType.TensorType(in.element(), shape)));
    }

    private static boolean keepsAxis(NodeView node) {
        return node.attributes().getBoolean("keepdims", true);
    }

    /** Lengths of the parts: a scalar is that of each, of which the last may be shorter. */
    private static long[] lengths(Tensor split, int size) {
        long[] given = split == null ? new long[] {1} : split.toLongs();
        if (split != null && split.rank() == 1) {
            return given;
        }
        long each = given[0];
        if (each < 1) {
            throw new IllegalArgumentException("parts have a length of " + each);
        }
        long[] out = new long[Math.toIntExact((size + each - 1) / each)];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.min(each, size - i * each);
        }
        return out;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int axis = Axes.normalize(call.attributes().getInt("axis", 0), in.rank());
        Tensor split = call.optional(1);
        int size = in.dim(axis);
        int inner = (int) in.shape().size(axis + 1, in.rank()) * in.type().entriesPerElement();
        int outer = (int) in.shape().size(0, axis);
        List<Tensor> parts = new ArrayList<>();
        int at = 0;
        for (long length : lengths(split, size)) {
            if (length < 0 || length > size - at) {
                throw new IllegalArgumentException(
                        "a part of " + length + " cannot be cut from " + in.shape());
            }
            int n = (int) length;
            Tensor part = Tensor.zeros(in.type(), in.shape().withDim(axis, n));
            for (int o = 0; o < outer; o++) {
                System.arraycopy(
                        in.storage(),
                        (o * size + at) * inner,
                        part.storage(),
                        o * n * inner,
                        n * inner);
            }
            parts.add(
                    split == null && !keepsAxis(call)
                            ? part.reshape(without(in.shape(), axis))
                            : part);
            at += n;
        }
        if (at != size) {
            throw new IllegalArgumentException("the parts do not cover axis " + axis);
        }
        call.forward(0, new TensorSequence(in.type(), parts));
    }

    private static Shape without(Shape s, int axis) {
        long[] out = new long[s.rank() - 1];
        System.arraycopy(s.toArray(), 0, out, 0, axis);
        System.arraycopy(s.toArray(), axis + 1, out, axis, out.length - axis);
        return Shape.of(out);
    }
}
