package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Broadcast;
import io.jquant.operator.common.StridedCopy;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Expand: repeats a tensor until it has the asked shape, as broadcasting does. */
public final class Expand implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(
                0,
                node.elementType(0),
                Broadcast.shape(Arrays.asList(node.shape(0), target(node, 1))));
    }

    /** A shape that an input tells; its rank alone when only that is known. */
    static SymbolicShape target(Inference node, int index) {
        Tensor target = node.constant(index);
        if (target != null) {
            return SymbolicShape.of(Shape.of(target.toLongs()));
        }
        long rank = Arguments.length(node, index);
        return rank < 0 ? null : SymbolicShape.ofRank(Math.toIntExact(rank));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Shape shape = Broadcast.shape(in.shape(), Shape.of(call.input(1).toLongs()));
        if (shape.equals(in.shape())) {
            call.forward(0, in);
            return;
        }
        Tensor out = call.output(0, in.type(), shape);
        spread(call, in, out);
    }

    /** Writes a tensor broadcast to the shape of another one. */
    static void spread(Invocation call, Tensor in, Tensor out) {
        int[] dims = out.shape().toIntArray();
        int[] own = Axes.strides(in.shape().toIntArray());
        int[] from = new int[dims.length];
        for (int i = 0; i < in.rank(); i++) {
            from[dims.length - in.rank() + i] = in.dim(i) == 1 ? 0 : own[i];
        }
        StridedCopy.fill(call.workers(), dims, in, from, out);
    }
}
