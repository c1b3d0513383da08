package io.jquant.simd;

import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.FloatVector;

/**
 * Functions made of several transcendental ones, as chains of loops over a buffer that stays in the
 * nearest cache. In one loop they would be beyond what the compiler inlines, and vectors be boxed.
 * n is a multiple of the lanes.
 */
final class ChainLoops {
    private static final int BUFFER = 512;

    private ChainLoops() {}

    static void erf(float[] x, int xOff, float[] y, int yOff, int n) {
        float[] e = new float[Math.min(n, BUFFER)];
        for (int i = 0; i < n; i += BUFFER) {
            int count = Math.min(BUFFER, n - i);
            erfPower(x, xOff + i, e, count);
            erfEnd(x, xOff + i, e, y, yOff + i, count);
        }
    }

    /** x · Φ(x) with Φ(x) = (1 + erf(x / √2)) / 2. */
    static void gelu(float[] x, int xOff, float[] y, int yOff, int n) {
        float[] u = new float[Math.min(n, BUFFER)];
        float[] e = new float[Math.min(n, BUFFER)];
        for (int i = 0; i < n; i += BUFFER) {
            int count = Math.min(BUFFER, n - i);
            BinaryLoops.mul(x, xOff + i, ScalarMath.SQRT_HALF, u, 0, count);
            erfPower(u, 0, e, count);
            erfEnd(u, 0, e, u, 0, count);
            geluEnd(x, xOff + i, u, y, yOff + i, count);
        }
    }

    /** max(x, 0) + log(1 + e^-|x|), the rounding of the sum put right. */
    static void softplus(float[] x, int xOff, float[] y, int yOff, int n) {
        float[] e = new float[Math.min(n, BUFFER)];
        float[] l = new float[Math.min(n, BUFFER)];
        for (int i = 0; i < n; i += BUFFER) {
            int count = Math.min(BUFFER, n - i);
            negativePower(x, xOff + i, e, count);
            BinaryLoops.add(e, 0, 1f, l, 0, count);
            SmoothLoops.log(l, 0, l, 0, count);
            softplusEnd(x, xOff + i, e, l, y, yOff + i, count);
        }
    }

    private static void erfPower(float[] x, int xOff, float[] e, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.exp(VectorMath.erfExponent(load(x, xOff + i))).intoArray(e, i);
        }
    }

    private static void erfEnd(float[] x, int xOff, float[] e, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.erf(load(x, xOff + i), load(e, i)).intoArray(y, yOff + i);
        }
    }

    private static void geluEnd(float[] x, int xOff, float[] u, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector half = load(x, xOff + i).mul(all(0.5f));
            half.mul(load(u, i).add(all(1f))).intoArray(y, yOff + i);
        }
    }

    private static void negativePower(float[] x, int xOff, float[] e, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.exp(VectorMath.negate(load(x, xOff + i).abs())).intoArray(e, i);
        }
    }

    private static void softplusEnd(
            float[] x, int xOff, float[] power, float[] log, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector e = load(power, i);
            FloatVector u = e.add(all(1f));
            FloatVector l = load(log, i).add(e.sub(u.sub(all(1f))).div(u));
            load(x, xOff + i).max(all(0f)).add(l).intoArray(y, yOff + i);
        }
    }
}
