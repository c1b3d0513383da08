package io.jquant.simd;

import static io.jquant.simd.Fma.fma;

/** Scalar form of {@link Functions}. */
public final class ScalarFunctions implements Functions {
    ScalarFunctions() {}

    @Override
    public void apply(Unary f, float p, float q, float[] x, int xOff, float[] y, int yOff, int n) {
        run(f, p, q, x, xOff, y, yOff, n);
    }

    static void run(Unary f, float p, float q, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = value(f, p, q, x[xOff + i]);
        }
    }

    /** f at one point, the same bits as {@link Functions#apply} gives. */
    public static float value(Unary f, float p, float q, float x) {
        return switch (f) {
            case ABS -> Math.abs(x);
            case NEG -> -x;
            case FLOOR -> (float) Math.floor(x);
            case CEIL -> (float) Math.ceil(x);
            case ROUND -> (float) Math.rint(x);
            case SQRT -> (float) Math.sqrt(x);
            case RECIPROCAL -> 1f / x;
            case EXP -> ScalarMath.exp(x);
            case LOG -> ScalarMath.log(x);
            case TANH -> ScalarMath.tanh(x);
            case SIGMOID -> ScalarMath.sigmoid(x);
            case ERF -> ScalarMath.erf(x);
            case SOFTPLUS -> ScalarMath.softplus(x);
            case SOFTSIGN -> x / (1f + Math.abs(x));
            case SILU -> ScalarMath.silu(x);
            case MISH -> ScalarMath.mish(x);
            case GELU -> ScalarMath.gelu(x);
            case GELU_TANH -> ScalarMath.geluTanh(x);
            case RELU -> x < 0f ? 0f : x;
            case LEAKY_RELU -> x < 0f ? p * x : x;
            case CLIP -> clip(x, p, q);
            case ELU -> x < 0f ? p * (ScalarMath.exp(x) - 1f) : x;
            case SELU -> q * (x > 0f ? x : fma(p, ScalarMath.exp(x), -p));
            case CELU -> x < 0f ? p * (ScalarMath.exp(x / p) - 1f) : x;
            case HARD_SIGMOID -> clip(fma(p, x, q), 0f, 1f);
            case HARD_SWISH -> x * clip(fma(SIXTH, x, 0.5f), 0f, 1f);
        };
    }

    static final float SIXTH = 1f / 6f;

    private static float clip(float x, float low, float high) {
        float v = x < low ? low : x;
        return v > high ? high : v;
    }
}
