package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.UnaryFunction;
import io.jquant.operator.common.UnaryLoop;
import java.util.function.Function;

/** Activation functions: functions of one element whose parameters are attributes. */
public final class Activation implements Operator {
    private final Function<NodeView, UnaryFunction> function;

    private Activation(Function<NodeView, UnaryFunction> function) {
        this.function = function;
    }

    /** Relu. */
    public static Operator relu() {
        return new Activation(n -> ActivationFunctions.RELU);
    }

    /** Sigmoid. */
    public static Operator sigmoid() {
        return new Activation(n -> ActivationFunctions.SIGMOID);
    }

    /** Softplus. */
    public static Operator softplus() {
        return new Activation(n -> ActivationFunctions.SOFTPLUS);
    }

    /** Softsign. */
    public static Operator softsign() {
        return new Activation(n -> ActivationFunctions.SOFTSIGN);
    }

    /** Mish. */
    public static Operator mish() {
        return new Activation(n -> ActivationFunctions.MISH);
    }

    /** LeakyRelu. */
    public static Operator leakyRelu() {
        return new Activation(n -> ActivationFunctions.leakyRelu(alpha(n, 0.01f)));
    }

    /** ThresholdedRelu. */
    public static Operator thresholdedRelu() {
        return new Activation(n -> ActivationFunctions.thresholdedRelu(alpha(n, 1)));
    }

    /** Elu. */
    public static Operator elu() {
        return new Activation(n -> ActivationFunctions.elu(alpha(n, 1)));
    }

    /** Celu. */
    public static Operator celu() {
        return new Activation(n -> ActivationFunctions.celu(alpha(n, 1)));
    }

    /** Selu; opset 6 gave its constants more digits. */
    public static Operator selu() {
        return new Activation(
                n ->
                        ActivationFunctions.selu(
                                alpha(n, n.opset() < 6 ? 1.6732f : 1.6732632f),
                                n.attributes()
                                        .getFloat("gamma", n.opset() < 6 ? 1.0507f : 1.050701f)));
    }

    /** HardSigmoid. */
    public static Operator hardSigmoid() {
        return new Activation(
                n ->
                        ActivationFunctions.hardSigmoid(
                                alpha(n, 0.2f), n.attributes().getFloat("beta", 0.5f)));
    }

    /** HardSwish. */
    public static Operator hardSwish() {
        return new Activation(n -> ActivationFunctions.HARD_SWISH);
    }

    /** Swish: x · sigmoid(alpha · x). */
    public static Operator swish() {
        return new Activation(n -> ActivationFunctions.swish(alpha(n, 1)));
    }

    /** Gelu, exact or by tanh. */
    public static Operator gelu() {
        return new Activation(
                n ->
                        switch (n.attributes().getString("approximate", "none")) {
                            case "none" -> ActivationFunctions.GELU;
                            case "tanh" -> ActivationFunctions.GELU_BY_TANH;
                            default ->
                                    throw new IllegalArgumentException(
                                            "approximate is neither none nor tanh");
                        });
    }

    /** Shrink. */
    public static Operator shrink() {
        return new Activation(
                n ->
                        ActivationFunctions.shrink(
                                n.attributes().getFloat("lambd", 0.5f),
                                n.attributes().getFloat("bias", 0)));
    }

    private static float alpha(NodeView node, float otherwise) {
        return node.attributes().getFloat("alpha", otherwise);
    }

    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        UnaryLoop.run(call, function.apply(call));
    }
}
