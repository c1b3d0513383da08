package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/**
 * Softmax, LogSoftmax and Hardmax. Since opset 13 they work along one axis, by default the last;
 * before, the tensor is a matrix whose columns begin at the axis, by default 1.
 */
public final class Softmax implements Operator {
    private static final int ONE_AXIS_SINCE = 13;

    private final Kind kind;

    private Softmax(Kind kind) {
        this.kind = kind;
    }

    private enum Kind {
        SOFTMAX,
        LOG_SOFTMAX,
        HARDMAX
    }

    /** Softmax. */
    public static Operator softmax() {
        return new Softmax(Kind.SOFTMAX);
    }

    /** LogSoftmax. */
    public static Operator logSoftmax() {
        return new Softmax(Kind.LOG_SOFTMAX);
    }

    /** Hardmax. */
    public static Operator hardmax() {
        return new Softmax(Kind.HARDMAX);
    }

    @Override
    public void infer(Inference node) {
        if (node.shape(0) != null) {
            axis(node, node.shape(0).rank());
        }
        node.output(0, node.inputType(0));
    }

    private static int axis(NodeView node, int rank) {
        return Axes.normalize(
                node.attributes().getInt("axis", node.opset() >= ONE_AXIS_SINCE ? -1 : 1), rank);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        boolean oneAxis = call.opset() >= ONE_AXIS_SINCE;
        int rank = in.rank();
        int axis = axis(call, rank);
        int outer = (int) in.shape().size(0, axis);
        int size = oneAxis ? in.dim(axis) : (int) in.shape().size(axis, rank);
        int inner = oneAxis ? (int) in.shape().size(axis + 1, rank) : 1;
        Tensor out = call.outputOver(0, 0, in.type(), in.shape());
        if (in.type() == ElementType.DOUBLE) {
            run(call, in.doubles(), out.doubles(), outer, size, inner);
        } else if (kind == Kind.HARDMAX) {
            double[] y = new double[in.size()];
            run(call, TensorNumbers.doubles(in), y, outer, size, inner);
            TensorNumbers.store(y, out);
        } else {
            float[] x = TensorNumbers.floats(in);
            float[] y = out.storage() instanceof float[] f ? f : x;
            if (kind == Kind.SOFTMAX) {
                io.jquant.kernel.Softmax.run(outer, size, inner, x, 0, y, 0, call.workers());
            } else {
                io.jquant.kernel.Softmax.log(outer, size, inner, x, 0, y, 0, call.workers());
            }
            if (y != out.storage()) {
                TensorNumbers.store(y, out);
            }
        }
    }

    private void run(Invocation call, double[] x, double[] y, int outer, int size, int inner) {
        Chunks.forEach(
                call.workers(),
                outer * inner,
                8L * size,
                (a, b) -> {
                    for (int r = a; r < b; r++) {
                        row(x, y, r / inner * size * inner + r % inner, inner, size);
                    }
                });
    }

    private void row(double[] x, double[] y, int from, int step, int size) {
        double max = Double.NEGATIVE_INFINITY;
        int first = 0;
        for (int i = 0; i < size; i++) {
            double v = x[from + i * step];
            first = v > max ? i : first;
            max = Math.max(max, v);
        }
        if (kind == Kind.HARDMAX) {
            for (int i = 0; i < size; i++) {
                y[from + i * step] = i == first ? 1 : 0;
            }
            return;
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double d = x[from + i * step] - max;
            double e = StrictMath.exp(d);
            sum += e;
            y[from + i * step] = kind == Kind.SOFTMAX ? e : d;
        }
        double log = StrictMath.log(sum);
        for (int i = 0; i < size; i++) {
            double v = y[from + i * step];
            y[from + i * step] = kind == Kind.SOFTMAX ? v / sum : v - log;
        }
    }
}
