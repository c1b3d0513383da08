package io.jquant.operator.contrib;

import io.jquant.kernel.Elementwise;
import io.jquant.kernel.FloatLoop;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.function.Function;

/** Gelu and its like, of the sum with a bias of the last axis where one is given. */
public final class BiasedActivation implements Operator {
    private final Function<NodeView, FloatLoop> function;

    private BiasedActivation(Function<NodeView, FloatLoop> function) {
        this.function = function;
    }

    /** Gelu and BiasGelu. */
    public static Operator gelu() {
        return new BiasedActivation(n -> Elementwise::gelu);
    }

    /** FastGelu: by tanh. */
    public static Operator fastGelu() {
        return new BiasedActivation(n -> Elementwise::geluTanh);
    }

    /** QuickGelu: x · sigmoid(alpha · x). */
    public static Operator quickGelu() {
        return new BiasedActivation(n -> quick(n.attributes().getFloat("alpha", 1.702f)));
    }

    private static FloatLoop quick(float alpha) {
        return (x, xOff, y, yOff, n) -> {
            float[] gate = new float[n];
            for (int i = 0; i < n; i++) {
                gate[i] = alpha * x[xOff + i];
            }
            Elementwise.sigmoid(gate, 0, gate, 0, n);
            for (int i = 0; i < n; i++) {
                y[yOff + i] = x[xOff + i] * gate[i];
            }
        };
    }

    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor bias = call.optional(1);
        float[] x = TensorNumbers.floats(in);
        Tensor out = call.output(0, in.type(), in.shape());
        float[] y = out.storage() instanceof float[] f ? f : new float[in.size()];
        int columns = bias == null ? 1 : bias.size();
        if (bias != null && (in.rank() == 0 || columns != in.dim(-1))) {
            throw new IllegalArgumentException(
                    "bias " + bias.shape() + " does not fit " + in.shape());
        }
        float[] b = bias == null ? null : TensorNumbers.floats(bias);
        FloatLoop f = function.apply(call);
        Chunks.forEach(
                call.workers(),
                in.size(),
                1,
                (from, to) -> {
                    for (int i = from; i < to; i++) {
                        y[i] = b == null ? x[i] : x[i] + b[i % columns];
                    }
                    f.run(y, from, y, from, to - from);
                });
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }
}
