package io.jquant.operator.contrib;

import io.jquant.kernel.Elementwise;
import io.jquant.kernel.FloatLoop;
import io.jquant.operator.FusedTail;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.nn.Conv;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** FusedConv: a convolution, a sum with another tensor, and an activation. */
public final class FusedConv implements Operator {
    private static final int OPSET = 11;

    private final Conv conv = new Conv();

    @Override
    public void infer(Inference node) {
        conv.infer(node);
    }

    @Override
    public Object prepare(Preparation node) {
        return conv.prepare(node);
    }

    @Override
    public void run(Invocation call) {
        Tensor residual = call.optional(3);
        InnerInvocation inner =
                new InnerInvocation(
                        call,
                        OPSET,
                        Arrays.asList(call.input(0), call.input(1), call.optional(2)),
                        residual == null ? null : new FusedTail(residual, null));
        conv.run(inner);
        Tensor y = inner.result();
        FloatLoop activation = activation(call);
        if (activation != null) {
            activation.run(y.floats(), 0, y.floats(), 0, y.size(), call.workers());
        }
        call.forward(0, y);
    }

    private static FloatLoop activation(Invocation call) {
        String name = call.attributes().getString("activation", "");
        float[] given = call.attributes().getFloats("activation_params");
        float[] p = given == null ? new float[0] : given;
        return switch (name) {
            case "" -> null;
            case "Relu" -> Elementwise::relu;
            case "Tanh" -> Elementwise::tanh;
            case "Sigmoid" -> Elementwise::sigmoid;
            case "LeakyRelu" -> Elementwise.leakyRelu(parameter(p, 0, 0.01f));
            case "Clip" ->
                    Elementwise.clip(
                            parameter(p, 0, Float.NEGATIVE_INFINITY),
                            parameter(p, 1, Float.POSITIVE_INFINITY));
            case "HardSigmoid" ->
                    Elementwise.hardSigmoid(parameter(p, 0, 0.2f), parameter(p, 1, 0.5f));
            default -> throw new IllegalArgumentException("activation '" + name + "' is unknown");
        };
    }

    private static float parameter(float[] given, int index, float otherwise) {
        return index < given.length ? given[index] : otherwise;
    }
}
