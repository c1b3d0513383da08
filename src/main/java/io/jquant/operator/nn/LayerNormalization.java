package io.jquant.operator.nn;

import io.jquant.kernel.Normalize;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Broadcast;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** LayerNormalization and RMSNormalization: over the axes from a given one on. */
public final class LayerNormalization implements Operator {
    private final boolean centered;

    private LayerNormalization(boolean centered) {
        this.centered = centered;
    }

    /** LayerNormalization. */
    public static Operator layer() {
        return new LayerNormalization(true);
    }

    /** RMSNormalization. */
    public static Operator rms() {
        return new LayerNormalization(false);
    }

    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
        SymbolicShape in = node.shape(0);
        SymbolicShape moments = null;
        if (in != null) {
            int axis = Axes.normalize(node.attributes().getInt("axis", -1), in.rank());
            List<Dimension> dims = new ArrayList<>(in.dims());
            for (int i = axis; i < dims.size(); i++) {
                dims.set(i, Dimension.of(1));
            }
            moments = new SymbolicShape(dims);
        }
        node.output(1, ElementType.FLOAT, moments);
        node.output(2, ElementType.FLOAT, moments);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int axis = Axes.normalize(call.attributes().getInt("axis", -1), in.rank());
        float epsilon = call.attributes().getFloat("epsilon", 1e-5f);
        int count = (int) in.shape().size(axis, in.rank());
        int rows = (int) in.shape().size(0, axis);
        Shape normalized = Shape.of(Arrays.copyOfRange(in.shape().toArray(), axis, in.rank()));
        float[] scale = spread(call, call.input(1), normalized);
        float[] shift = call.optional(2) == null ? null : spread(call, call.input(2), normalized);
        Tensor out = call.output(0, in.type(), in.shape());
        long[] dims = in.shape().toArray();
        Arrays.fill(dims, axis, dims.length, 1);
        float[] means = moments(call, 1, dims);
        float[] factors = moments(call, 2, dims);
        float[] x = TensorNumbers.floats(in);
        float[] y = out.storage() instanceof float[] f ? f : new float[in.size()];
        if (centered) {
            Normalize.layers(
                    rows,
                    count,
                    epsilon,
                    x,
                    0,
                    scale,
                    0,
                    shift,
                    0,
                    y,
                    0,
                    means,
                    0,
                    factors,
                    0,
                    call.workers());
        } else {
            Normalize.rootMeanSquare(rows, count, epsilon, x, 0, scale, 0, y, 0, call.workers());
        }
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }

    private static float[] moments(Invocation call, int index, long[] dims) {
        return call.hasOutput(index)
                ? call.output(index, ElementType.FLOAT, Shape.of(dims)).floats()
                : null;
    }

    /** A scale or bias under the shape of what is normalized. */
    private static float[] spread(Invocation call, Tensor t, Shape to) {
        float[] values = TensorNumbers.floats(t);
        if (t.shape().size() == to.size()) {
            return values;
        }
        float[] out = new float[(int) to.size()];
        Broadcast b = Broadcast.under(to, t.shape());
        int step = b.step(0);
        b.forEach(
                call.workers(),
                (at, o, n) -> {
                    for (int i = 0; i < n; i++) {
                        out[o + i] = values[at[0] + i * step];
                    }
                });
        return out;
    }
}
