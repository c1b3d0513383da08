package io.jquant.operator.nn;

import io.jquant.kernel.ByteCodes;
import io.jquant.kernel.PoolIndices;
import io.jquant.kernel.Window;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import io.jquant.tensor.ValueType;

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
        int planes = in.dim(0) * in.dim(1);
        long[] places =
                kind == Kind.MAX && call.hasOutput(1)
                        ? call.output(1, ElementType.INT64, shape).longs()
                        : null;
        if (in.type() == ElementType.DOUBLE) {
            doubles(call, in, spec, window, planes, places, out);
            return;
        }
        boolean codes = CenteredCodes.isCode(in.type());
        float[] x = codes ? CenteredCodes.of(call, in, null) : TensorNumbers.floats(in);
        float[] y =
                out.storage() instanceof float[] f
                        ? f
                        : codes ? call.scratch(out.size()) : new float[out.size()];
        if (places != null) {
            PoolIndices.max(
                    planes, window, columnMajor(call), x, 0, y, 0, places, 0, call.workers());
        } else {
            kernel(call, spec, window).run(planes, x, 0, y, 0, call.workers());
        }
        if (codes) {
            boolean unsigned = in.type().isUnsigned();
            ByteCodes.store(y, 0, unsigned, out.bytes(), 0, out.size(), call.workers());
        } else {
            store(y, out);
        }
    }

    private static boolean columnMajor(NodeView node) {
        return node.attributes().getBoolean("storage_order", false);
    }

    /** A kernel for a window, made before the first run where the input's sizes are known. */
    private record Prepared(Window window, io.jquant.kernel.Pool pool) {}

    @Override
    public Object prepare(Preparation node) {
        ValueType.TensorType type = node.tensorType(0);
        boolean known =
                type != null
                        && type.element() != null
                        && (type.element() == ElementType.FLOAT
                                || CenteredCodes.isCode(type.element()))
                        && type.shape() != null
                        && type.shape().isKnown()
                        && !node.hasOutput(1);
        if (!known) {
            return null;
        }
        WindowSpec spec = WindowSpec.ofAttributes(node);
        int[] sizes = WindowSpec.spatial(type.shape().shape());
        if (sizes.length == 0 || sizes.length != spec.kernel().length) {
            return null;
        }
        Window window = spec.window(sizes);
        return new Prepared(window, made(node, spec, window));
    }

    private io.jquant.kernel.Pool kernel(Invocation call, WindowSpec spec, Window window) {
        return call.prepared() instanceof Prepared p && p.window.equals(window)
                ? p.pool
                : made(call, spec, window);
    }

    private io.jquant.kernel.Pool made(NodeView node, WindowSpec spec, Window window) {
        if (kind == Kind.MAX) {
            return io.jquant.kernel.Pool.max(window);
        }
        if (kind == Kind.LP) {
            return io.jquant.kernel.Pool.norm(window, order(node));
        }
        int[] behind = null;
        if (node.attributes().getBoolean("count_include_pad", false)) {
            behind = new int[window.in().length];
            for (int i = 0; i < behind.length; i++) {
                behind[i] = spec.padding(i, window.in()[i])[1];
            }
        }
        return io.jquant.kernel.Pool.average(window, behind);
    }

    private static void store(float[] y, Tensor out) {
        if (y == out.storage()) {
            return;
        }
        if (out.type().isFloatingPoint()) {
            TensorNumbers.store(y, out);
            return;
        }
        long[] wholes = new long[out.size()];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = (long) y[i];
        }
        TensorNumbers.store(wholes, out);
    }

    private void doubles(
            Invocation call,
            Tensor in,
            WindowSpec spec,
            Window window,
            int planes,
            long[] places,
            Tensor out) {
        int outPlane = Axes.product(window.out());
        int inPlane = Axes.product(window.in());
        PoolPlane plane =
                switch (kind) {
                    case MAX -> PoolPlane.max(window, columnMajor(call));
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
                (long) outPlane * Axes.product(window.kernel()),
                (a, b) -> {
                    for (int p = a; p < b; p++) {
                        plane.run(in.doubles(), p * inPlane, out.doubles(), p * outPlane, places);
                    }
                });
    }

    /** The p of an LpPool, which was a float in opset 1. */
    static double order(NodeView node) {
        double p =
                node.opset() < 2
                        ? node.attributes().getFloat("p", 2)
                        : node.attributes().getInt("p", 2);
        if (!(p > 0)) {
            throw new IllegalArgumentException("p is " + p + ", not above 0");
        }
        return p;
    }
}
