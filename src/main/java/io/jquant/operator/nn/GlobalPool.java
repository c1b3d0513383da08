package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** GlobalAveragePool, GlobalMaxPool, GlobalLpPool: one number per channel. */
public final class GlobalPool implements Operator {
    private final Kind kind;

    private GlobalPool(Kind kind) {
        this.kind = kind;
    }

    private enum Kind {
        AVERAGE,
        MAX,
        LP
    }

    /** GlobalAveragePool. */
    public static Operator average() {
        return new GlobalPool(Kind.AVERAGE);
    }

    /** GlobalMaxPool. */
    public static Operator max() {
        return new GlobalPool(Kind.MAX);
    }

    /** GlobalLpPool. */
    public static Operator lp() {
        return new GlobalPool(Kind.LP);
    }

    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null && in.rank() >= 2) {
            List<Dimension> dims = new ArrayList<>(in.dims().subList(0, 2));
            while (dims.size() < in.rank()) {
                dims.add(Dimension.of(1));
            }
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        if (in.rank() < 2) {
            throw new IllegalArgumentException("input " + in.shape() + " has no channels");
        }
        Shape s = in.shape();
        long[] dims = new long[s.rank()];
        Arrays.fill(dims, 1);
        dims[0] = s.dim(0);
        dims[1] = s.dim(1);
        Tensor out = call.output(0, in.type(), Shape.of(dims));
        int planes = s.dim(0) * s.dim(1);
        int plane = (int) s.size(2, s.rank());
        if (in.type() == ElementType.DOUBLE) {
            double order = kind == Kind.LP ? Pool.order(call) : 0;
            for (int i = 0; i < planes; i++) {
                out.doubles()[i] = one(in.doubles(), i * plane, plane, order);
            }
            return;
        }
        float[] x = TensorNumbers.floats(in);
        float[] y = out.storage() instanceof float[] f ? f : new float[planes];
        switch (kind) {
            case AVERAGE ->
                    io.jquant.kernel.GlobalPool.average(planes, plane, x, 0, y, 0, call.workers());
            case MAX -> io.jquant.kernel.GlobalPool.max(planes, plane, x, 0, y, 0, call.workers());
            case LP ->
                    io.jquant.kernel.GlobalPool.norm(
                            planes, plane, Pool.order(call), x, 0, y, 0, call.workers());
        }
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }

    private double one(double[] x, int from, int count, double p) {
        double sum = kind == Kind.MAX ? Double.NEGATIVE_INFINITY : 0;
        for (int i = from; i < from + count; i++) {
            sum =
                    switch (kind) {
                        case AVERAGE -> sum + x[i];
                        case MAX -> Math.max(sum, x[i]);
                        case LP -> sum + StrictMath.pow(Math.abs(x[i]), p);
                    };
        }
        return switch (kind) {
            case AVERAGE -> sum / count;
            case MAX -> sum;
            case LP -> StrictMath.pow(sum, 1 / p);
        };
    }
}
