package io.jquant.operator.nn;

import io.jquant.kernel.Elementwise;
import io.jquant.operator.common.Erf;
import io.jquant.operator.common.RealFunction;
import io.jquant.operator.common.UnaryFunction;
import io.jquant.tensor.ElementType;

/** What activations compute. */
final class ActivationFunctions {
    static final UnaryFunction RELU = new Relu();
    static final UnaryFunction TANH = new RealFunction(StrictMath::tanh, Elementwise::tanh);
    static final UnaryFunction SIGMOID =
            new RealFunction(ActivationFunctions::sigmoid, Elementwise::sigmoid);
    static final UnaryFunction SOFTPLUS =
            new RealFunction(ActivationFunctions::softplus, Elementwise::softplus);
    static final UnaryFunction SOFTSIGN =
            new RealFunction(x -> x / (1 + Math.abs(x)), Elementwise::softsign);
    static final UnaryFunction MISH =
            new RealFunction(x -> x * StrictMath.tanh(softplus(x)), Elementwise::mish);
    static final UnaryFunction HARD_SWISH =
            new RealFunction(
                    x -> x * Math.max(0, Math.min(1, x / 6 + 0.5)), Elementwise::hardSwish);
    static final UnaryFunction GELU =
            new RealFunction(ActivationFunctions::gelu, Elementwise::gelu);
    static final UnaryFunction GELU_BY_TANH =
            new RealFunction(ActivationFunctions::geluByTanh, Elementwise::geluTanh);

    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double ROOT_TWO_BY_PI = Math.sqrt(2 / Math.PI);

    private ActivationFunctions() {}

    private static final class Relu implements UnaryFunction {
        @Override
        public double real(double x) {
            return x < 0 ? 0 : x;
        }

        @Override
        public long whole(long x, ElementType type) {
            return type.isUnsigned() ? x : Math.max(x, 0);
        }

        @Override
        public void floats(float[] x, int xOff, float[] y, int yOff, int n) {
            Elementwise.relu(x, xOff, y, yOff, n);
        }
    }

    static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + StrictMath.exp(-x));
        }
        double e = StrictMath.exp(x);
        return e / (1 + e);
    }

    static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    static double gelu(double x) {
        return 0.5 * x * (1 + Erf.of(x * ROOT_HALF));
    }

    static double geluByTanh(double x) {
        return 0.5 * x * (1 + StrictMath.tanh(ROOT_TWO_BY_PI * (x + 0.044715 * x * x * x)));
    }

    static UnaryFunction leakyRelu(float slope) {
        return new RealFunction(x -> x < 0 ? slope * x : x, Elementwise.leakyRelu(slope));
    }

    static UnaryFunction thresholdedRelu(float threshold) {
        return x -> x > threshold ? x : 0; // NaN is not above the threshold
    }

    static UnaryFunction elu(float alpha) {
        return new RealFunction(
                x -> x < 0 ? alpha * StrictMath.expm1(x) : x, Elementwise.elu(alpha));
    }

    static UnaryFunction celu(float alpha) {
        return new RealFunction(
                x -> Math.max(0, x) + Math.min(0, alpha * StrictMath.expm1(x / alpha)),
                Elementwise.celu(alpha));
    }

    static UnaryFunction selu(float alpha, float gamma) {
        return new RealFunction(
                x -> x <= 0 ? gamma * (alpha * StrictMath.exp(x) - alpha) : gamma * x,
                Elementwise.selu(alpha, gamma));
    }

    static UnaryFunction hardSigmoid(float alpha, float beta) {
        return new RealFunction(
                x -> Math.max(0, Math.min(1, alpha * x + beta)),
                Elementwise.hardSigmoid(alpha, beta));
    }

    static UnaryFunction swish(float alpha) {
        return alpha == 1
                ? new RealFunction(x -> x * sigmoid(x), Elementwise::silu)
                : x -> x * sigmoid(alpha * x);
    }

    static UnaryFunction shrink(float lambda, float bias) {
        return new UnaryFunction() {
            @Override
            public double real(double x) {
                return x < -lambda ? x + bias : x > lambda ? x - bias : 0;
            }

            @Override
            public long whole(long x, ElementType type) {
                return (long) real((double) x);
            }
        };
    }
}
