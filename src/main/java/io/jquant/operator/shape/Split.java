package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Split: the lengths are an attribute before opset 13, an input since, or equal. */
public final class Split implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        if (in == null) {
            for (int i = 0; i < node.outputCount(); i++) {
                node.output(i, node.elementType(0), null);
            }
            return;
        }
        int axis = Axes.normalize(node.attributes().getInt("axis", 0), in.rank());
        long[] lengths = Arguments.isKnown(node, 1) ? Arguments.ints(node, 1, "split") : null;
        if (lengths == null && !node.hasInput(1) && in.dim(axis).isKnown()) {
            lengths = equal(node, in.size(axis));
        }
        if (lengths != null) {
            check(node, lengths, in.dim(axis));
        }
        for (int i = 0; i < node.outputCount(); i++) {
            List<Dimension> dims = Arguments.dims(in);
            boolean known = lengths != null && i < lengths.length;
            dims.set(axis, known ? Dimension.of(lengths[i]) : Dimension.UNKNOWN);
            node.output(i, node.elementType(0), new SymbolicShape(dims));
        }
    }

    private static void check(Inference node, long[] lengths, Dimension axis) {
        if (lengths.length != node.outputCount()) {
            throw new IllegalArgumentException(
                    lengths.length + " parts for " + node.outputCount() + " outputs");
        }
        if (axis.isKnown() && LongStream.of(lengths).sum() != axis.size()) {
            throw new IllegalArgumentException(
                    "parts " + Arrays.toString(lengths) + " of an axis of " + axis);
        }
    }

    /** As equal as can be: only the last part may be shorter (opset 18). */
    private static long[] equal(NodeView node, long size) {
        int parts = (int) node.attributes().getInt("num_outputs", node.outputCount());
        if (parts <= 0) {
            throw new IllegalArgumentException("num_outputs is " + parts);
        }
        long length = (size + parts - 1) / parts;
        long[] out = new long[parts];
        for (int i = 0; i < parts; i++) {
            out[i] = Math.max(0, Math.min(length, size - i * length));
        }
        return out;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Shape s = in.shape();
        int axis = Axes.normalize(call.attributes().getInt("axis", 0), s.rank());
        long[] lengths = Arguments.ints(call, 1, "split");
        if (lengths == null) {
            lengths = equal(call, s.dim(axis));
        }
        if (Arrays.stream(lengths).sum() != s.dim(axis) || lengths.length < call.outputCount()) {
            throw new IllegalArgumentException(
                    "cannot split axis " + axis + " of " + s + " into " + Arrays.toString(lengths));
        }
        int entries = in.type().entriesPerElement();
        int outer = (int) s.size(0, axis);
        int inner = (int) s.size(axis + 1, s.rank()) * entries;
        int row = s.dim(axis) * inner;
        int at = 0;
        for (int k = 0; k < call.outputCount(); k++) {
            int length = (int) lengths[k] * inner;
            if (call.hasOutput(k)) {
                Object to = call.output(k, in.type(), s.withDim(axis, lengths[k])).storage();
                int begin = at;
                Chunks.forEach(
                        call.workers(),
                        outer,
                        Math.max(1, length),
                        (a, b) -> {
                            for (int i = a; i < b; i++) {
                                System.arraycopy(
                                        in.storage(), i * row + begin, to, i * length, length);
                            }
                        });
            }
            at += length;
        }
    }
}
