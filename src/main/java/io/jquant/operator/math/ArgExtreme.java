package io.jquant.operator.math;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.List;

/** ArgMax and ArgMin: the place of the first (or last) greatest or least element along an axis. */
public final class ArgExtreme implements Operator {
    private final boolean greatest;

    private ArgExtreme(boolean greatest) {
        this.greatest = greatest;
    }

    /** ArgMax. */
    public static Operator max() {
        return new ArgExtreme(true);
    }

    /** ArgMin. */
    public static Operator min() {
        return new ArgExtreme(false);
    }

    private static boolean keeps(NodeView node) {
        return node.attributes().getBoolean("keepdims", true);
    }

    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            List<Dimension> dims = new ArrayList<>(in.dims());
            int axis = Axes.normalize(node.attributes().getInt("axis", 0), in.rank());
            dims.set(axis, Dimension.of(1));
            if (!keeps(node)) {
                dims.remove(axis);
            }
            out = new SymbolicShape(dims);
        }
        node.output(0, ElementType.INT64, out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int axis = Axes.normalize(call.attributes().getInt("axis", 0), in.rank());
        boolean last = call.attributes().getBoolean("select_last_index", false);
        int size = in.dim(axis);
        if (size == 0) {
            throw new IllegalArgumentException("axis " + axis + " has no elements");
        }
        int inner = (int) in.shape().size(axis + 1, in.rank());
        int outer = (int) in.shape().size(0, axis);
        long[] out = call.output(0, ElementType.INT64, shape(in, axis, keeps(call))).longs();
        int sign = greatest ? 1 : -1;
        boolean whole = !in.type().isFloatingPoint();
        long[] wholes = whole ? TensorNumbers.longs(in) : null;
        boolean wide = in.type() == ElementType.DOUBLE;
        double[] doubles = wide ? in.doubles() : null;
        float[] floats = whole || wide ? null : TensorNumbers.floats(in);
        Chunks.forEach(
                call.workers(),
                outer * inner,
                size,
                (a, b) -> {
                    for (int r = a; r < b; r++) {
                        int from = r / inner * size * inner + r % inner;
                        int best = 0;
                        for (int i = 1; i < size; i++) {
                            int x = from + i * inner;
                            int y = from + best * inner;
                            int order =
                                    whole
                                            ? sign * Long.compare(wholes[x], wholes[y])
                                            : wide
                                                    ? order(sign, doubles[x], doubles[y])
                                                    : order(sign, floats[x], floats[y]);
                            boolean better = order > 0;
                            best = better || (order == 0 && last) ? i : best;
                        }
                        out[r] = best;
                    }
                });
    }

    /** Positive when the first is the better one; NaN is better than any number. */
    private static int order(int sign, double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
        }
        return a > b ? sign : a < b ? -sign : 0;
    }

    private static Shape shape(Tensor in, int axis, boolean keep) {
        if (keep) {
            return in.shape().withDim(axis, 1);
        }
        long[] dims = new long[in.rank() - 1];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = in.dim(i < axis ? i : i + 1);
        }
        return Shape.of(dims);
    }
}
