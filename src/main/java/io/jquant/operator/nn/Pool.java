package io.jquant.operator.nn;

import io.jquant.kernel.Window;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** MaxPool, AveragePool and LpPool. */
public final class Pool implements Operator {
    private final Kind kind;

    private Pool(Kind kind) {
        this.kind = kind;
    }

    private enum Kind {
        MAX,
        AVERAGE,
        LP
    }

    /** MaxPool, with the places of the maxima as a second output. */
    public static Operator max() {
        return new Pool(Kind.MAX);
    }

    /** AveragePool. */
    public static Operator average() {
        return new Pool(Kind.AVERAGE);
    }

    /** LpPool: the p-norm of each window. */
    public static Operator lp() {
        return new Pool(Kind.LP);
    }

    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            out =
                    WindowSpec.ofAttributes(node)
                            .infer(in, in.rank() > 1 ? in.dim(1) : Dimension.UNKNOWN);
        }
        node.output(0, node.elementType(0), out);
        node.output(1, ElementType.INT64, out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        WindowSpec spec = WindowSpec.ofAttributes(call);
        if (in.rank() != spec.kernel().length + 2) {
            throw new IllegalArgumentException(
                    "input "
                            + in.shape()
                            + " does not fit a window of "
                            + spec.kernel().length
                            + " axes");
        }
        int[] sizes = WindowSpec.spatial(in.shape());
        Window window = spec.window(sizes);
        Shape shape = Conv.outputShape(in, in.dim(1), window.out());
        Tensor out = call.output(0, in.type(), shape);
        int outPlane = Axes.product(window.out());
        int inPlane = Axes.product(sizes);
        int planes = in.dim(0) * in.dim(1);
        int places = Axes.product(window.kernel());
        double[] x = TensorNumbers.doubles(in);
        double[] y = new double[out.size()];
        long[] at =
                kind == Kind.MAX && call.hasOutput(1)
                        ? call.output(1, ElementType.INT64, shape).longs()
                        : null;
        PoolPlane plane =
                switch (kind) {
                    case MAX ->
                            PoolPlane.max(
                                    window, call.attributes().getBoolean("storage_order", false));
                    case AVERAGE ->
                            PoolPlane.average(
                                    window,
                                    spec,
                                    call.attributes().getBoolean("count_include_pad", false));
                    case LP -> PoolPlane.lp(window, order(call));
                };
        Chunks.forEach(
                call.workers(),
                planes,
                (long) outPlane * places,
                (a, b) -> {
                    for (int p = a; p < b; p++) {
                        plane.run(x, p * inPlane, y, p * outPlane, at);
                    }
                });
        if (in.type().isFloatingPoint()) {
            TensorNumbers.store(y, out);
        } else {
            long[] wholes = new long[out.size()];
            for (int i = 0; i < wholes.length; i++) {
                wholes[i] = (long) y[i];
            }
            TensorNumbers.store(wholes, out);
        }
    }

    /** The p of an LpPool, which was a float in opset 1. */
    static double order(Invocation call) {
        return call.opset() < 2
                ? call.attributes().getFloat("p", 2)
                : call.attributes().getInt("p", 2);
    }
}
