package io.jquant.operator.nn;

import io.jquant.operator.common.Erf;
import io.jquant.operator.common.UnaryFunction;
import io.jquant.tensor.ElementType;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** What activations compute. */
final class ActivationFunctions {
    static final UnaryFunction RELU = both(x -> x < 0 ? 0 : x, x -> Math.max(x, 0));

    static final UnaryFunction TANH = StrictMath::tanh;
    static final UnaryFunction SIGMOID = ActivationFunctions::sigmoid;
    static final UnaryFunction SOFTPLUS = ActivationFunctions::softplus;
    static final UnaryFunction SOFTSIGN = x -> x / (1 + Math.abs(x));

    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double ROOT_TWO_BY_PI = Math.sqrt(2 / Math.PI);

    private ActivationFunctions() {}

    private static UnaryFunction both(DoubleUnaryOperator reals, LongUnaryOperator wholes) {
        return new UnaryFunction() {
            @Override
            public double real(double x) {
                return reals.applyAsDouble(x);
            }

            @Override
            public long whole(long x, ElementType type) {
                return type.isUnsigned() ? x : wholes.applyAsLong(x);
            }
        };
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
        return x -> x < 0 ? slope * x : x;
    }

    static UnaryFunction thresholdedRelu(float threshold) {
        return x -> x > threshold ? x : Double.isNaN(x) ? x : 0;
    }

    static UnaryFunction elu(float alpha) {
        return x -> x < 0 ? alpha * StrictMath.expm1(x) : x;
    }

    static UnaryFunction celu(float alpha) {
        return x -> Math.max(0, x) + Math.min(0, alpha * StrictMath.expm1(x / alpha));
    }

    static UnaryFunction selu(float alpha, float gamma) {
        return x -> x <= 0 ? gamma * (alpha * StrictMath.exp(x) - alpha) : gamma * x;
    }

    static UnaryFunction hardSigmoid(float alpha, float beta) {
        return x -> Math.max(0, Math.min(1, alpha * x + beta));
    }

    static UnaryFunction swish(float alpha) {
        return x -> x * sigmoid(alpha * x);
    }

    static UnaryFunction shrink(float lambda, float bias) {
        return new UnaryFunction() {
            @Override
            public double real(double x) {
                return x < -lambda ? x + bias : x > lambda ? x - bias : Double.isNaN(x) ? x : 0;
            }

            @Override
            public long whole(long x, ElementType type) {
                return (long) real((double) x);
            }
        };
    }
}
