package io.jquant.kernel;

import io.jquant.simd.Functions;
import io.jquant.simd.Simd;
import io.jquant.simd.Unary;

/** A function that a kernel applies to its results while it stores them. */
public final class Activation {
    /** The identity. */
    public static final Activation NONE =
            new Activation(null, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

    /** 0 below 0. */
    public static final Activation RELU = new Activation(null, 0f, Float.POSITIVE_INFINITY);

    /** 1 / (1 + e^-x). */
    public static final Activation SIGMOID = new Activation(Unary.SIGMOID, 0f, 0f);

    /** x / (1 + e^-x). */
    public static final Activation SILU = new Activation(Unary.SILU, 0f, 0f);

    /** Hyperbolic tangent. */
    public static final Activation TANH = new Activation(Unary.TANH, 0f, 0f);

    /** x · Φ(x). */
    public static final Activation GELU = new Activation(Unary.GELU, 0f, 0f);

    /** x · max(0, min(1, x/6 + 1/2)). */
    public static final Activation HARD_SWISH = new Activation(Unary.HARD_SWISH, 0f, 0f);

    private static final Functions FUNCTIONS = Simd.get().functions();

    private final Unary function;
    private final float p;
    private final float q;

    private Activation(Unary function, float p, float q) {
        this.function = function;
        this.p = p;
        this.q = q;
    }

    /** At least {@code low}, then at most {@code high}. */
    public static Activation clip(float low, float high) {
        return new Activation(null, low, high);
    }

    /** slope · x below 0. */
    public static Activation leakyRelu(float slope) {
        return new Activation(Unary.LEAKY_RELU, slope, 0f);
    }

    /** max(0, min(1, slope · x + shift)). */
    public static Activation hardSigmoid(float slope, float shift) {
        return new Activation(Unary.HARD_SIGMOID, slope, shift);
    }

    /** The lower bound while adding bias and residual. */
    float low() {
        return function == null ? p : Float.NEGATIVE_INFINITY;
    }

    /** The upper bound likewise. */
    float high() {
        return function == null ? q : Float.POSITIVE_INFINITY;
    }

    /** Is this more than the two bounds? */
    boolean isFunction() {
        return function != null;
    }

    boolean isNone() {
        return function == null && p == Float.NEGATIVE_INFINITY && q == Float.POSITIVE_INFINITY;
    }

    /** Applies what is more than the two bounds, in place. */
    void applyFunction(float[] x, int off, int n) {
        FUNCTIONS.apply(function, p, q, x, off, x, off, n);
    }
}
