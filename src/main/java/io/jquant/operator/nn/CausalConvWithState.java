package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/**
 * CausalConvWithState: a depthwise convolution over time that sees only the past, of which the last
 * entries are handed on from call to call.
 */
public final class CausalConvWithState implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape weights = node.shape(1);
        node.output(0, node.inputType(0));
        if (in != null && in.rank() == 3 && weights != null && weights.rank() == 3) {
            long k = weights.size(2);
            node.output(
                    1,
                    node.elementType(0),
                    new SymbolicShape(List.of(in.dim(0), in.dim(1), Dimension.of(k - 1))));
        } else {
            node.output(1, node.elementType(0), null);
        }
    }

    private static boolean activates(NodeView node) {
        String activation = node.attributes().getString("activation", "none");
        return switch (activation) {
            case "none" -> false;
            case "silu", "swish" -> true;
            default ->
                    throw new IllegalArgumentException(
                            "activation '" + activation + "' is unknown");
        };
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor weights = call.input(1);
        if (in.rank() != 3 || weights.rank() != 3 || weights.dim(2) < 1) {
            throw new IllegalArgumentException(
                    "weights " + weights.shape() + " do not fit input " + in.shape());
        }
        int samples = in.dim(0);
        int channels = in.dim(1);
        int length = in.dim(2);
        int kernel = weights.dim(2);
        Tensor bias = call.optional(2);
        Tensor past = call.optional(3);
        Shape stateShape = Shape.of(samples, channels, kernel - 1L);
        if (!weights.shape().equals(Shape.of(channels, 1, kernel))
                || (bias != null && bias.size() != channels)
                || (past != null && !past.shape().equals(stateShape))) {
            throw new IllegalArgumentException(
                    "weights, bias or state do not fit input " + in.shape());
        }
        boolean silu = activates(call);
        double[] x = TensorNumbers.doubles(in);
        double[] w = TensorNumbers.doubles(weights);
        double[] b = bias == null ? new double[channels] : TensorNumbers.doubles(bias);
        double[] before =
                past == null
                        ? new double[Math.toIntExact(stateShape.size())]
                        : TensorNumbers.doubles(past);
        double[] y = new double[in.size()];
        double[] after = new double[Math.toIntExact(stateShape.size())];
        int kept = kernel - 1;
        Chunks.forEach(
                call.workers(),
                samples * channels,
                (long) length * kernel,
                (from, to) -> {
                    double[] line = new double[kept + length];
                    for (int r = from; r < to; r++) {
                        System.arraycopy(before, r * kept, line, 0, kept);
                        System.arraycopy(x, r * length, line, kept, length);
                        int c = r % channels;
                        for (int t = 0; t < length; t++) {
                            double sum = b[c];
                            for (int k = 0; k < kernel; k++) {
                                sum += line[t + k] * w[c * kernel + k];
                            }
                            y[r * length + t] = silu ? sum * ActivationFunctions.sigmoid(sum) : sum;
                        }
                        System.arraycopy(line, length, after, r * kept, kept);
                    }
                });
        TensorNumbers.store(y, call.output(0, in.type(), in.shape()));
        TensorNumbers.store(after, call.output(1, in.type(), stateShape));
    }
}
