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
import java.util.List;

/** Compress: keeps the entries of an axis (or of the flattened tensor) that a mask marks. */
public final class Compress implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (!node.attributes().has("axis")) {
            out = SymbolicShape.ofRank(1);
        } else if (in != null) {
            List<Dimension> dims = Arguments.dims(in);
            dims.set(
                    Axes.normalize(node.attributes().getInt("axis", 0), in.rank()),
                    Dimension.UNKNOWN);
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        if (!call.attributes().has("axis")) {
            in = in.reshape(Shape.of(in.size()));
        }
        int axis = Axes.normalize(call.attributes().getInt("axis", 0), in.rank());
        int[] kept = NonZero.places(call.input(1));
        int size = in.dim(axis);
        if (kept.length > 0 && kept[kept.length - 1] >= size) {
            throw new IllegalArgumentException("the mask is longer than the axis of " + size);
        }
        int outer = (int) in.shape().size(0, axis);
        int inner = (int) in.shape().size(axis + 1, in.rank()) * in.type().entriesPerElement();
        Tensor out = call.output(0, in.type(), in.shape().withDim(axis, kept.length));
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < kept.length; i++) {
                System.arraycopy(
                        in.storage(),
                        (o * size + kept[i]) * inner,
                        out.storage(),
                        (o * kept.length + i) * inner,
                        inner);
            }
        }
    }
}
