package io.jquant.operator.nn;

import io.jquant.operator.NodeView;
import io.jquant.operator.common.UnaryFunction;
import java.util.List;
import java.util.Locale;

/** The activation functions of recurrent layers, which are named by attributes. */
final class RecurrentActivation {
    private final float[] alphas;
    private final float[] betas;
    private int nextAlpha;
    private int nextBeta;

    private RecurrentActivation(float[] alphas, float[] betas) {
        this.alphas = alphas == null ? new float[0] : alphas;
        this.betas = betas == null ? new float[0] : betas;
    }

    /**
     * The functions of every direction, one after the other.
     *
     * @param defaults the functions of one direction where the node names none
     */
    static UnaryFunction[] of(NodeView node, int directions, List<String> defaults) {
        List<String> names = node.attributes().getStrings("activations");
        int count = directions * defaults.size();
        if (names != null && names.size() != count) {
            throw new IllegalArgumentException(
                    names.size() + " activations are given, expected " + count);
        }
        RecurrentActivation parameters =
                new RecurrentActivation(
                        node.attributes().getFloats("activation_alpha"),
                        node.attributes().getFloats("activation_beta"));
        UnaryFunction[] out = new UnaryFunction[count];
        for (int i = 0; i < count; i++) {
            out[i] =
                    parameters.function(
                            names == null ? defaults.get(i % defaults.size()) : names.get(i));
        }
        return out;
    }

    private float alpha(float otherwise) {
        return nextAlpha < alphas.length ? alphas[nextAlpha++] : otherwise;
    }

    private float beta(float otherwise) {
        return nextBeta < betas.length ? betas[nextBeta++] : otherwise;
    }

    private UnaryFunction function(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "relu" -> ActivationFunctions.RELU;
            case "tanh" -> ActivationFunctions.TANH;
            case "sigmoid" -> ActivationFunctions.SIGMOID;
            case "softplus" -> ActivationFunctions.SOFTPLUS;
            case "softsign" -> ActivationFunctions.SOFTSIGN;
            case "leakyrelu" -> ActivationFunctions.leakyRelu(alpha(0.01f));
            case "thresholdedrelu" -> ActivationFunctions.thresholdedRelu(alpha(1));
            case "elu" -> ActivationFunctions.elu(alpha(1));
            case "hardsigmoid" -> ActivationFunctions.hardSigmoid(alpha(0.2f), beta(0.5f));
            case "affine" -> affine(alpha(1), beta(0));
            case "scaledtanh" -> scaledTanh(alpha(1), beta(1));
            default -> throw new IllegalArgumentException("activation '" + name + "' is unknown");
        };
    }

    private static UnaryFunction affine(float slope, float shift) {
        return x -> slope * x + shift;
    }

    private static UnaryFunction scaledTanh(float scale, float slope) {
        return x -> scale * StrictMath.tanh(slope * x);
    }
}
