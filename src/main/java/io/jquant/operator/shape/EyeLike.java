package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Conversion;
import io.jquant.operator.common.Storages;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;

/** EyeLike: ones on a diagonal, zeros elsewhere. */
public final class EyeLike implements Operator {
    private static ElementType type(NodeView node, ElementType in) {
        return node.attributes().has("dtype")
                ? ElementType.ofCode((int) node.attributes().getInt("dtype", 0))
                : in;
    }

    @Override
    public void infer(Inference node) {
        node.output(0, type(node, node.elementType(0)), node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        if (in.rank() != 2) {
            throw new IllegalArgumentException("input is no matrix but " + in.shape());
        }
        ElementType type = type(call, in.type());
        if (type == null) {
            throw new IllegalArgumentException("dtype is unknown");
        }
        Tensor one = Tensor.zeros(type, Shape.SCALAR);
        Conversion.standard().run(Workers.SERIAL, Tensor.scalar(1L), one);
        Tensor out = call.output(0, type, in.shape());
        Storages.zero(type, out.storage(), 0, out.size());
        long k = call.attributes().getInt("k", 0);
        int columns = in.dim(1);
        for (int r = 0; r < in.dim(0); r++) {
            long c = r + k;
            if (c >= 0 && c < columns) {
                Storages.copy(one.storage(), 0, 1, out.storage(), r * columns + (int) c, 1, 1);
            }
        }
    }
}
