package io.jquant.simd;

import static io.jquant.simd.Fma.fma;

/**
 * The elementary functions, one float at a time: the reference form of those in {@code VectorMath},
 * which does the same operations in the same order.
 *
 * <p>The coefficients are minimax fits made for this package (Remez exchange in 40-digit
 * arithmetic, relative error, then rounded to float); the reductions of the argument are those of
 * Cephes (S. Moshier). The errors given are the largest seen against {@link StrictMath} in double,
 * and a test holds them.
 */
public final class ScalarMath {
    /** 1.5 · 2^23: adding it rounds to an integer, which then stands in the low bits. */
    static final float MAGIC = 12582912f;

    static final int MAGIC_BITS = 0x4B400000;
    static final int ONE_BITS = 0x3F800000;

    static final float LOG2_E = 1.442695f;

    /** ln 2 in two parts; products of the first with integers up to 2^8 are exact. */
    static final float LN2_HIGH = 0.6933594f;

    static final float LN2_LOW = -2.12194440e-4f;

    /** Beyond these exp is Inf and 0. */
    static final float EXP_MAX = 89f;

    static final float EXP_MIN = -104f;

    /** (e^r - 1 - r) / r^2 on |r| < 0.348. */
    static final float E2 = 0.49999994f;

    static final float E3 = 0.16666518f;
    static final float E4 = 0.041668423f;
    static final float E5 = 0.008369064f;
    static final float E6 = 0.0013813885f;

    /** Bits of sqrt(1/2), where the mantissa's interval begins. */
    static final int SQRT_HALF_BITS = 0x3F3504F3;

    static final float MIN_NORMAL = Float.MIN_NORMAL;
    static final float TWO_23 = 8388608f;

    /** (log(1 + f) - f + f^2/2) / f^3 on [sqrt(1/2) - 1, sqrt(2) - 1]. */
    static final float L0 = 0.3333333f;

    static final float L1 = -0.2500082f;
    static final float L2 = 0.20001227f;
    static final float L3 = -0.16623358f;
    static final float L4 = 0.1420176f;
    static final float L5 = -0.13160181f;
    static final float L6 = 0.12761565f;
    static final float L7 = -0.07634486f;

    /** From here tanh rounds to 1. */
    static final float TANH_MAX = 9.02f;

    /** tanh x = x P(x^2) / Q(x^2) with P(0) = Q(0) = 1. */
    static final float TP1 = 0.13679926f;

    static final float TP2 = 0.003868341f;
    static final float TP3 = 2.8007715e-5f;
    static final float TP4 = 3.05856e-8f;
    static final float TP5 = -1.2203857e-11f;
    static final float TQ1 = 0.4701326f;
    static final float TQ2 = 0.027245887f;
    static final float TQ3 = 3.9386540e-4f;
    static final float TQ4 = 1.2873840e-6f;

    /** Up to here erf x = x + x P(x^2), beyond it 1 - exp(-G(x)). */
    static final float ERF_SPLIT = 0.9375f;

    static final float ERF_MAX = 3.95f;
    static final float EP0 = 0.12837917f;
    static final float EP1 = -0.37612632f;
    static final float EP2 = 0.11283679f;
    static final float EP3 = -0.026858497f;
    static final float EP4 = 0.00519883f;
    static final float EP5 = -8.1180746e-4f;
    static final float EP6 = 8.267459e-5f;
    static final float EG0 = 2.2197046e-4f;
    static final float EG1 = 1.1275675f;
    static final float EG2 = 0.6373634f;
    static final float EG3 = 0.10377334f;
    static final float EG4 = -0.022150952f;
    static final float EG5 = 0.0030242328f;
    static final float EG6 = -1.9400865e-4f;

    /** From here x · tanh(softplus(x)) is x. */
    static final float MISH_MAX = 20f;

    static final float SQRT_HALF = 0.70710677f;
    static final float SQRT_2_OVER_PI = 0.7978846f;
    static final float GELU_CUBIC = 0.044715f;

    private ScalarMath() {}

    /** e^x; 0.9 ulp. */
    public static float exp(float x) {
        x = Math.max(EXP_MIN, Math.min(EXP_MAX, x));
        float shifted = fma(x, LOG2_E, MAGIC);
        float n = shifted - MAGIC;
        float r = fma(n, -LN2_HIGH, x);
        r = fma(n, -LN2_LOW, r);
        float p = fma(E6, r, E5);
        p = fma(p, r, E4);
        p = fma(p, r, E3);
        p = fma(p, r, E2);
        p = fma(p, r, 1f);
        p = fma(p, r, 1f);
        // 2^n in two factors, since n may be past the exponents of float on either side
        int i = Float.floatToRawIntBits(shifted) - MAGIC_BITS;
        int half = i >> 1;
        float s1 = Float.intBitsToFloat((half << 23) + ONE_BITS);
        float s2 = Float.intBitsToFloat(((i - half) << 23) + ONE_BITS);
        return p * s1 * s2;
    }

    /** Natural logarithm; NaN below 0; 1 ulp. */
    public static float log(float x) {
        boolean tiny = x < MIN_NORMAL;
        float scaled = tiny ? x * TWO_23 : x;
        float offset = tiny ? -23f : 0f;
        int bits = Float.floatToRawIntBits(scaled) - SQRT_HALF_BITS;
        float k = Float.intBitsToFloat((bits >> 23) + MAGIC_BITS) - MAGIC + offset;
        float f = Float.intBitsToFloat((bits & 0x7FFFFF) + SQRT_HALF_BITS) - 1f;
        float p = fma(L7, f, L6);
        p = fma(p, f, L5);
        p = fma(p, f, L4);
        p = fma(p, f, L3);
        p = fma(p, f, L2);
        p = fma(p, f, L1);
        p = fma(p, f, L0);
        float square = f * f;
        float y = fma(p * f, square, k * LN2_LOW);
        y = fma(-0.5f, square, y);
        y = fma(k, LN2_HIGH, f + y);
        y = x < Float.POSITIVE_INFINITY ? y : x; // Inf and NaN
        y = x == 0f ? Float.NEGATIVE_INFINITY : y;
        return x < 0f ? Float.NaN : y;
    }

    /** Hyperbolic tangent; 5 ulp. */
    public static float tanh(float x) {
        float c = Math.max(-TANH_MAX, Math.min(TANH_MAX, x));
        float t = c * c;
        float p = fma(TP5, t, TP4);
        p = fma(p, t, TP3);
        p = fma(p, t, TP2);
        p = fma(p, t, TP1);
        p = fma(p, t, 1f);
        float q = fma(TQ4, t, TQ3);
        q = fma(q, t, TQ2);
        q = fma(q, t, TQ1);
        q = fma(q, t, 1f);
        return Math.max(-1f, Math.min(1f, c * p / q));
    }

    /** Error function; 1.6 ulp. */
    public static float erf(float x) {
        float a = Math.min(ERF_MAX, Math.abs(x));
        float t = a * a;
        float s = fma(EP6, t, EP5);
        s = fma(s, t, EP4);
        s = fma(s, t, EP3);
        s = fma(s, t, EP2);
        s = fma(s, t, EP1);
        s = fma(s, t, EP0);
        s = fma(s, a, a);
        float g = fma(EG6, a, EG5);
        g = fma(g, a, EG4);
        g = fma(g, a, EG3);
        g = fma(g, a, EG2);
        g = fma(g, a, EG1);
        g = fma(g, a, EG0);
        float l = 1f - exp(-g);
        return copySign(a < ERF_SPLIT ? s : l, x);
    }

    /** 1 / (1 + e^-x); 2.5 ulp. */
    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /** log(1 + e^x). */
    public static float softplus(float x) {
        float e = exp(-Math.abs(x));
        float u = 1f + e;
        float l = log(u) + (e - (u - 1f)) / u;
        return Math.max(x, 0f) + l;
    }

    /** x · tanh(softplus(x)). */
    public static float mish(float x) {
        float e = exp(Math.min(x, MISH_MAX));
        float n = e * (e + 2f);
        float r = x * (n / (n + 2f));
        return x > MISH_MAX ? x : r;
    }

    /** x / (1 + e^-x). */
    public static float silu(float x) {
        return x * sigmoid(x);
    }

    /** x · Φ(x). */
    public static float gelu(float x) {
        return 0.5f * x * (1f + erf(x * SQRT_HALF));
    }

    /** x · Φ(x), Φ approximated with tanh (D. Hendrycks, K. Gimpel, 2016). */
    public static float geluTanh(float x) {
        float cubic = fma(GELU_CUBIC * x, x * x, x);
        return 0.5f * x * (1f + tanh(SQRT_2_OVER_PI * cubic));
    }

    static float copySign(float magnitude, float sign) {
        int bits = Float.floatToRawIntBits(magnitude) & 0x7FFFFFFF;
        return Float.intBitsToFloat(bits | (Float.floatToRawIntBits(sign) & 0x80000000));
    }
}
