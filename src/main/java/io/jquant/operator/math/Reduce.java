package io.jquant.operator.math;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Fold;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ReduceSum and its like: one number for all elements along some axes. The axes are an attribute
 * before opset 18 (ReduceSum: 13), an input since; none means all.
 */
public final class Reduce implements Operator {
    private final Reducer reducer;

    private Reduce(Reducer reducer) {
        this.reducer = reducer;
    }

    /** ReduceSum. */
    public static Operator sum() {
        return new Reduce(Reducer.SUM);
    }

    /** ReduceMean. */
    public static Operator mean() {
        return new Reduce(Reducer.MEAN);
    }

    /** ReduceMax. */
    public static Operator max() {
        return new Reduce(Reducer.MAX);
    }

    /** ReduceMin. */
    public static Operator min() {
        return new Reduce(Reducer.MIN);
    }

    /** ReduceProd. */
    public static Operator product() {
        return new Reduce(Reducer.PRODUCT);
    }

    /** ReduceL1: the sum of magnitudes. */
    public static Operator l1() {
        return new Reduce(Reducer.L1);
    }

    /** ReduceL2: the root of the sum of squares. */
    public static Operator l2() {
        return new Reduce(Reducer.L2);
    }

    /** ReduceSumSquare. */
    public static Operator sumSquare() {
        return new Reduce(Reducer.SUM_SQUARE);
    }

    /** ReduceLogSum. */
    public static Operator logSum() {
        return new Reduce(Reducer.LOG_SUM);
    }

    /** ReduceLogSumExp. */
    public static Operator logSumExp() {
        return new Reduce(Reducer.LOG_SUM_EXP);
    }

    /** Which axes are reduced; null when none is, as the node asks for that. */
    private static boolean[] reduced(NodeView node, long[] axes, int rank) {
        if (axes != null && axes.length > 0) {
            return Axes.mask(axes, rank);
        }
        if (node.attributes().getBoolean("noop_with_empty_axes", false)) {
            return null;
        }
        boolean[] all = new boolean[rank];
        Arrays.fill(all, true);
        return all;
    }

    private static boolean keeps(NodeView node) {
        return node.attributes().getBoolean("keepdims", true);
    }

    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), shape(node));
    }

    private static SymbolicShape shape(Inference node) {
        SymbolicShape in = node.shape(0);
        if (in == null) {
            return null;
        }
        if (!Arguments.isKnown(node, 1)) {
            return keeps(node) ? SymbolicShape.ofRank(in.rank()) : null;
        }
        boolean[] gone = reduced(node, Arguments.ints(node, 1, "axes"), in.rank());
        if (gone == null) {
            return in;
        }
        List<Dimension> dims = new ArrayList<>();
        for (int i = 0; i < in.rank(); i++) {
            if (!gone[i]) {
                dims.add(in.dim(i));
            } else if (keeps(node)) {
                dims.add(Dimension.of(1));
            }
        }
        return new SymbolicShape(dims);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        boolean[] gone = reduced(call, Arguments.ints(call, 1, "axes"), in.rank());
        boolean elementwise = gone == null;
        if (elementwise) {
            gone = new boolean[in.rank()]; // each element is reduced alone
        }
        Shape shape = elementwise ? in.shape() : shape(in.shape(), gone, keeps(call));
        Tensor out = call.output(0, in.type(), shape);
        ElementType type = in.type();
        if (type == ElementType.DOUBLE) {
            double[] results = new double[out.size()];
            reducer.reals(call.workers(), Fold.of(call.workers(), in, gone), results);
            TensorNumbers.store(results, out);
        } else if (type.isFloatingPoint()) {
            if (type != ElementType.FLOAT) {
                in = Tensor.of(ElementType.FLOAT, in.shape(), TensorNumbers.floats(in));
            }
            Fold fold = Fold.of(call.workers(), in, gone);
            float[] y = out.storage() instanceof float[] f ? f : new float[out.size()];
            io.jquant.kernel.Reduce.run(
                    reducer.kernel(),
                    fold.outer(),
                    fold.middle(),
                    fold.inner(),
                    (float[]) fold.array(),
                    0,
                    y,
                    0,
                    call.workers());
            if (y != out.storage()) {
                TensorNumbers.store(y, out);
            }
        } else {
            in = Tensor.of(ElementType.INT64, in.shape(), TensorNumbers.longs(in));
            long[] results = new long[out.size()];
            reducer.wholes(Fold.of(call.workers(), in, gone), results, type);
            TensorNumbers.store(results, out);
        }
    }

    private static Shape shape(Shape in, boolean[] gone, boolean keep) {
        List<Long> dims = new ArrayList<>();
        for (int i = 0; i < in.rank(); i++) {
            if (!gone[i]) {
                dims.add(in.longDim(i));
            } else if (keep) {
                dims.add(1L);
            }
        }
        return Shape.of(dims.stream().mapToLong(d -> d).toArray());
    }
}
