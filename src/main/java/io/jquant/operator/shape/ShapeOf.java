package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Shape: the sizes of a tensor's axes, since opset 15 also of some of them. */
public final class ShapeOf implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = SymbolicShape.ofRank(1);
        if (in != null) {
            int[] range = range(node, in.rank());
            out = SymbolicShape.of(range[1] - range[0]);
        }
        node.output(0, ElementType.INT64, out);
    }

    private static int[] range(NodeView node, int rank) {
        long start = node.attributes().getInt("start", 0);
        long end = node.attributes().getInt("end", rank);
        int from = clamp(start < 0 ? start + rank : start, rank);
        int to = clamp(end < 0 ? end + rank : end, rank);
        return new int[] {from, Math.max(from, to)};
    }

    private static int clamp(long x, int rank) {
        return (int) Math.max(0, Math.min(rank, x));
    }

    @Override
    public void run(Invocation call) {
        long[] dims = call.input(0).shape().toArray();
        int[] range = range(call, dims.length);
        call.forward(0, Tensor.vector(Arrays.copyOfRange(dims, range[0], range[1])));
    }
}
