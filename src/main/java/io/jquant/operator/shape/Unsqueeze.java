package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Axes;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Unsqueeze: puts axes of size 1 in (axes as an attribute before opset 13, an input since). */
public final class Unsqueeze implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        long[] axes = Arguments.isKnown(node, 1) ? Arguments.ints(node, 1, "axes") : null;
        SymbolicShape out = null;
        if (in != null && axes != null) {
            boolean[] fresh = Axes.mask(axes, in.rank() + axes.length);
            List<Dimension> dims = new ArrayList<>();
            int next = 0;
            for (boolean f : fresh) {
                dims.add(f ? Dimension.of(1) : in.dim(next++));
            }
            out = new SymbolicShape(dims);
        } else if (in != null && Arguments.length(node, 1) >= 0) {
            out = SymbolicShape.ofRank(in.rank() + (int) Arguments.length(node, 1));
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        long[] axes = Arguments.ints(call, 1, "axes");
        if (axes == null) {
            throw new IllegalArgumentException("no axes are given");
        }
        boolean[] fresh = Axes.mask(axes, in.rank() + axes.length);
        long[] dims = new long[fresh.length];
        int next = 0;
        for (int i = 0; i < dims.length; i++) {
            dims[i] = fresh[i] ? 1 : in.shape().longDim(next++);
        }
        call.forward(0, in.reshape(Shape.of(dims)));
    }
}
