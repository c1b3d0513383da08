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

/** Squeeze: takes axes of size 1 away (axes as an attribute before opset 13, an input since). */
public final class Squeeze implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null && Arguments.isKnown(node, 1)) {
            long[] axes = Arguments.ints(node, 1, "axes");
            boolean[] gone = axes == null ? null : Axes.mask(axes, in.rank());
            List<Dimension> dims = new ArrayList<>();
            boolean certain = true;
            for (int i = 0; i < in.rank(); i++) {
                certain &= gone != null || in.dim(i).isKnown();
                if (gone == null ? in.size(i) != 1 : !gone[i]) {
                    dims.add(in.dim(i));
                }
            }
            out = certain ? new SymbolicShape(dims) : null;
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        long[] axes = Arguments.ints(call, 1, "axes");
        boolean[] gone = axes == null ? null : Axes.mask(axes, in.rank());
        List<Long> dims = new ArrayList<>();
        for (int i = 0; i < in.rank(); i++) {
            boolean remove = gone == null ? in.dim(i) == 1 : gone[i];
            if (remove && in.dim(i) != 1) {
                throw new IllegalArgumentException(
                        "axis " + i + " of " + in.shape() + " is not of size 1");
            }
            if (!remove) {
                dims.add(in.shape().longDim(i));
            }
        }
        call.forward(0, in.reshape(Shape.of(dims.stream().mapToLong(d -> d).toArray())));
    }
}
