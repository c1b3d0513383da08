package io.jquant.kernel;

import io.jquant.simd.Functions;
import io.jquant.simd.Simd;
import io.jquant.simd.Unary;
import java.util.function.DoubleUnaryOperator;

/**
 * Functions of one float over runs of arrays. All may work in place. exp, log, tanh, erf and what
 * is made of them are polynomials within a few units of the last place, the same bits everywhere.
 */
public final class Elementwise {
    private static final Functions FUNCTIONS = Simd.get().functions();

    private Elementwise() {}

    private static void apply(Unary f, float[] x, int xOff, float[] y, int yOff, int n) {
        FUNCTIONS.apply(f, 0f, 0f, x, xOff, y, yOff, n);
    }

    private static FloatLoop loop(Unary f, float p, float q) {
        return (x, xOff, y, yOff, n) -> FUNCTIONS.apply(f, p, q, x, xOff, y, yOff, n);
    }

    /** |x|. */
    public static void abs(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.ABS, x, xOff, y, yOff, n);
    }

    /** -x. */
    public static void negate(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.NEG, x, xOff, y, yOff, n);
    }

    /** The largest integer not above x. */
    public static void floor(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.FLOOR, x, xOff, y, yOff, n);
    }

    /** The smallest integer not below x. */
    public static void ceil(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.CEIL, x, xOff, y, yOff, n);
    }

    /** The nearest integer, the even one from the middle. */
    public static void round(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.ROUND, x, xOff, y, yOff, n);
    }

    /** Square root. */
    public static void sqrt(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.SQRT, x, xOff, y, yOff, n);
    }

    /** 1 / x. */
    public static void reciprocal(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.RECIPROCAL, x, xOff, y, yOff, n);
    }

    /** e^x. */
    public static void exp(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.EXP, x, xOff, y, yOff, n);
    }

    /** Natural logarithm. */
    public static void log(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.LOG, x, xOff, y, yOff, n);
    }

    /** Hyperbolic tangent. */
    public static void tanh(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.TANH, x, xOff, y, yOff, n);
    }

    /** 1 / (1 + e^-x). */
    public static void sigmoid(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.SIGMOID, x, xOff, y, yOff, n);
    }

    /** Error function. */
    public static void erf(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.ERF, x, xOff, y, yOff, n);
    }

    /** log(1 + e^x). */
    public static void softplus(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.SOFTPLUS, x, xOff, y, yOff, n);
    }

    /** x / (1 + |x|). */
    public static void softsign(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.SOFTSIGN, x, xOff, y, yOff, n);
    }

    /** x / (1 + e^-x). */
    public static void silu(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.SILU, x, xOff, y, yOff, n);
    }

    /** x · tanh(softplus(x)). */
    public static void mish(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.MISH, x, xOff, y, yOff, n);
    }

    /** x · Φ(x). */
    public static void gelu(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.GELU, x, xOff, y, yOff, n);
    }

    /** x · Φ(x), Φ approximated with tanh. */
    public static void geluTanh(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.GELU_TANH, x, xOff, y, yOff, n);
    }

    /** 0 below 0. */
    public static void relu(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.RELU, x, xOff, y, yOff, n);
    }

    /** x · max(0, min(1, x/6 + 1/2)). */
    public static void hardSwish(float[] x, int xOff, float[] y, int yOff, int n) {
        apply(Unary.HARD_SWISH, x, xOff, y, yOff, n);
    }

    /** slope · x below 0. */
    public static FloatLoop leakyRelu(float slope) {
        return loop(Unary.LEAKY_RELU, slope, 0f);
    }

    /** At least low, then at most high; NaN stays. */
    public static FloatLoop clip(float low, float high) {
        return loop(Unary.CLIP, low, high);
    }

    /** alpha · (e^x - 1) below 0. */
    public static FloatLoop elu(float alpha) {
        return loop(Unary.ELU, alpha, 0f);
    }

    /** gamma · x, or gamma · (alpha · e^x - alpha) from 0 down. */
    public static FloatLoop selu(float alpha, float gamma) {
        return loop(Unary.SELU, alpha, gamma);
    }

    /** alpha · (e^(x/alpha) - 1) below 0. */
    public static FloatLoop celu(float alpha) {
        return loop(Unary.CELU, alpha, 0f);
    }

    /** max(0, min(1, slope · x + shift)). */
    public static FloatLoop hardSigmoid(float slope, float shift) {
        return loop(Unary.HARD_SIGMOID, slope, shift);
    }

    /** A function without a loop of its own, such as one of {@link StrictMath}. */
    public static FloatLoop of(DoubleUnaryOperator f) {
        return (x, xOff, y, yOff, n) -> {
            for (int i = 0; i < n; i++) {
                y[yOff + i] = (float) f.applyAsDouble(x[xOff + i]);
            }
        };
    }
}
