package io.jquant.operator.sequence;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
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

/** ConcatFromSequence: joins the tensors of a sequence along an axis, or along a new one. */
public final class ConcatFromSequence implements Operator {
    @Override
    public void infer(Inference node) {
        if (!(Sequences.elementType(node, 0) instanceof ValueType.TensorType t)) {
            return;
        }
        SymbolicShape shape = null;
        if (t.shape() != null) {
            boolean fresh = node.attributes().getBoolean("new_axis", false);
            List<Dimension> dims = new ArrayList<>(t.shape().dims());
            int rank = dims.size() + (fresh ? 1 : 0);
            int axis = Axes.normalize(node.attributes().requireInt("axis"), rank);
            if (fresh) {
                dims.add(axis, Dimension.UNKNOWN);
            } else {
                dims.set(axis, Dimension.UNKNOWN);
            }
            shape = new SymbolicShape(dims);
        }
        node.output(0, t.element(), shape);
    }

    @Override
    public void run(Invocation call) {
        TensorSequence in = Sequences.input(call, 0);
        if (in.tensors().isEmpty()) {
            throw new IllegalArgumentException("the sequence is empty");
        }
        boolean fresh = call.attributes().getBoolean("new_axis", false);
        Tensor first = in.tensors().get(0);
        int axis =
                Axes.normalize(
                        call.attributes().requireInt("axis"), first.rank() + (fresh ? 1 : 0));
        int outer = (int) first.shape().size(0, axis);
        long total = 0;
        for (Tensor t : in.tensors()) {
            boolean fits =
                    fresh
                            ? t.shape().equals(first.shape())
                            : t.rank() == first.rank()
                                    && t.shape()
                                            .withDim(axis, 1)
                                            .equals(first.shape().withDim(axis, 1));
            if (!fits) {
                throw new IllegalArgumentException(
                        t.shape() + " cannot be joined with " + first.shape());
            }
            total += fresh ? 1 : t.dim(axis);
        }
        Tensor out = call.output(0, first.type(), joined(first.shape(), axis, total, fresh));
        int row = outer == 0 ? 0 : out.size() / outer * first.type().entriesPerElement();
        int at = 0;
        for (Tensor t : in.tensors()) {
            int length = outer == 0 ? 0 : t.size() / outer * t.type().entriesPerElement();
            for (int o = 0; o < outer; o++) {
                System.arraycopy(t.storage(), o * length, out.storage(), o * row + at, length);
            }
            at += length;
        }
    }

    private static Shape joined(Shape s, int axis, long total, boolean fresh) {
        if (!fresh) {
            return s.withDim(axis, total);
        }
        long[] dims = new long[s.rank() + 1];
        System.arraycopy(s.toArray(), 0, dims, 0, axis);
        dims[axis] = total;
        System.arraycopy(s.toArray(), axis, dims, axis + 1, s.rank() - axis);
        return Shape.of(dims);
    }
}
