package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;
import java.util.List;

/** NonZero: the coordinates of the elements other than 0, one column each. */
public final class NonZero implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        Dimension rank = in == null ? Dimension.UNKNOWN : Dimension.of(in.rank());
        node.output(0, ElementType.INT64, new SymbolicShape(List.of(rank, Dimension.UNKNOWN)));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int[] places = places(in);
        int rank = in.rank();
        Tensor out = call.output(0, ElementType.INT64, Shape.of(rank, places.length));
        long[] to = out.longs();
        for (int i = 0; i < places.length; i++) {
            int rest = places[i];
            for (int a = rank - 1; a >= 0; a--) {
                to[a * places.length + i] = rest % in.dim(a);
                rest /= in.dim(a);
            }
        }
    }

    /** The places of the elements other than 0, ascending. */
    static int[] places(Tensor in) {
        int n = in.size();
        int[] found = new int[n];
        int count = 0;
        if (in.type().isFloatingPoint()) {
            double[] values = TensorNumbers.doubles(in);
            for (int i = 0; i < n; i++) {
                if (values[i] != 0) {
                    found[count++] = i;
                }
            }
        } else {
            long[] values = TensorNumbers.longs(in);
            for (int i = 0; i < n; i++) {
                if (values[i] != 0) {
                    found[count++] = i;
                }
            }
        }
        return Arrays.copyOf(found, count);
    }
}
