package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Storages;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/** MaxUnpool: puts the maxima of a MaxPool back where they came from, zeros elsewhere. */
public final class MaxUnpool implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        node.output(0, node.elementType(0), in == null ? null : SymbolicShape.ofRank(in.rank()));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor places = call.input(1);
        WindowSpec w = WindowSpec.ofAttributes(call);
        int axes = w.kernel().length;
        if (in.rank() != axes + 2 || !places.shape().equals(in.shape())) {
            throw new IllegalArgumentException(
                    "places " + places.shape() + " do not fit input " + in.shape());
        }
        long[] pooled = in.shape().toArray();
        for (int i = 0; i < axes; i++) {
            pooled[i + 2] =
                    (pooled[i + 2] - 1) * w.strides()[i]
                            + w.kernel()[i]
                            - w.before()[i]
                            - w.behind()[i];
        }
        Shape natural = Shape.of(pooled);
        Shape shape = call.optional(2) == null ? natural : Shape.of(call.input(2).toLongs());
        Tensor out = call.output(0, in.type(), shape);
        Storages.zero(in.type(), out.storage(), 0, out.size());
        int[] strides = Axes.strides(shape.toIntArray());
        for (int i = 0; i < in.size(); i++) {
            long rest = places.longAt(i);
            if (rest < 0 || rest >= natural.size()) {
                throw new IllegalArgumentException("place " + rest + " is outside " + natural);
            }
            int at = 0; // places count in the pooled tensor's own shape
            for (int a = natural.rank() - 1; a >= 0; a--) {
                at += (int) (rest % natural.dim(a)) * strides[a];
                rest /= natural.dim(a);
            }
            Storages.copy(in.storage(), i, 1, out.storage(), at, 1, 1);
        }
    }
}
