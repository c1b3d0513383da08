package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Concat: puts tensors behind one another along an axis (1 by default before opset 4). */
public final class Concat implements Operator {
    private static long axis(NodeView node) {
        return node.opset() < 4
                ? node.attributes().getInt("axis", 1)
                : node.attributes().requireInt("axis");
    }

    @Override
    public void infer(Inference node) {
        ElementType type = null;
        List<Dimension> dims = null;
        boolean complete = true;
        for (int i = 0; i < node.inputCount(); i++) {
            type = type == null ? node.elementType(i) : type;
            SymbolicShape s = node.shape(i);
            complete &= s != null;
            if (s != null) {
                dims = dims == null ? Arguments.dims(s) : dims;
                meet(dims, s);
            }
        }
        SymbolicShape shape = null;
        if (dims != null) {
            int at = Axes.normalize(axis(node), dims.size());
            long size = 0;
            for (int i = 0; complete && i < node.inputCount(); i++) {
                long d = node.shape(i).size(at);
                complete = d >= 0;
                size += d;
            }
            boolean alone = node.inputCount() == 1;
            if (!alone) {
                dims.set(at, complete ? Dimension.of(size) : Dimension.UNKNOWN);
            }
            shape = new SymbolicShape(dims);
        }
        node.output(0, type, shape);
    }

    /** Every input tells something of the axes that all have in common. */
    private static void meet(List<Dimension> dims, SymbolicShape s) {
        if (s.rank() != dims.size()) {
            throw new IllegalArgumentException("inputs differ in rank");
        }
        for (int i = 0; i < dims.size(); i++) {
            Dimension have = dims.get(i);
            if (!have.isKnown() && (s.dim(i).isKnown() || have.symbol() == null)) {
                dims.set(i, s.dim(i));
            }
        }
    }

    @Override
    public void run(Invocation call) {
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < call.inputCount(); i++) {
            parts.add(call.input(i));
        }
        Tensor first = parts.get(0);
        int axis = Axes.normalize(axis(call), first.rank());
        Tensor out = call.output(0, first.type(), shape(parts, axis));
        join(call, parts, axis, out);
    }

    static Shape shape(List<Tensor> parts, int axis) {
        Shape first = parts.get(0).shape();
        long total = 0;
        for (Tensor t : parts) {
            if (t.rank() != first.rank()
                    || !t.shape().withDim(axis, 0).equals(first.withDim(axis, 0))) {
                throw new IllegalArgumentException(
                        "cannot join " + t.shape() + " to " + first + " along axis " + axis);
            }
            total += t.dim(axis);
        }
        return first.withDim(axis, total);
    }

    static void join(Invocation call, List<Tensor> parts, int axis, Tensor out) {
        Shape s = out.shape();
        int entries = out.type().entriesPerElement();
        int outer = (int) s.size(0, axis);
        int inner = (int) s.size(axis + 1, s.rank()) * entries;
        int row = s.dim(axis) * inner;
        int at = 0;
        for (Tensor t : parts) {
            int length = t.dim(axis) * inner;
            int begin = at;
            Object from = t.storage();
            if (length > 0) {
                Chunks.forEach(
                        call.workers(),
                        outer,
                        length,
                        (a, b) -> {
                            for (int i = a; i < b; i++) {
                                System.arraycopy(
                                        from, i * length, out.storage(), i * row + begin, length);
                            }
                        });
            }
            at += length;
        }
    }
}
