package io.jquant.simd;

import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops of the functions that are made of pieces, and of exact ones. n is a multiple of the lanes.
 */
final class PieceLoops {
    private PieceLoops() {}

    static void abs(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            v.abs().intoArray(y, yOff + i);
        }
    }

    static void negate(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.negate(v).intoArray(y, yOff + i);
        }
    }

    static void floor(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.floor(v).intoArray(y, yOff + i);
        }
    }

    static void ceil(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.ceil(v).intoArray(y, yOff + i);
        }
    }

    static void round(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.round(v).intoArray(y, yOff + i);
        }
    }

    static void sqrt(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            v.sqrt().intoArray(y, yOff + i);
        }
    }

    static void reciprocal(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            all(1f).div(v).intoArray(y, yOff + i);
        }
    }

    static void softsign(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            v.div(v.abs().add(all(1f))).intoArray(y, yOff + i);
        }
    }

    static void leakyRelu(float slope, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            v.blend(v.mul(all(slope)), v.compare(VectorOperators.LT, all(0f)))
                    .intoArray(y, yOff + i);
        }
    }

    static void clip(float low, float high, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.clip(v, all(low), all(high)).intoArray(y, yOff + i);
        }
    }

    static void elu(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            FloatVector e = VectorMath.exp(v).sub(all(1f)).mul(all(alpha));
            v.blend(e, v.compare(VectorOperators.LT, all(0f))).intoArray(y, yOff + i);
        }
    }

    static void selu(float alpha, float gamma, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            FloatVector e = all(alpha).fma(VectorMath.exp(v), all(-alpha));
            e.blend(v, v.compare(VectorOperators.GT, all(0f)))
                    .mul(all(gamma))
                    .intoArray(y, yOff + i);
        }
    }

    static void celu(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            FloatVector e = VectorMath.exp(v.div(all(alpha))).sub(all(1f)).mul(all(alpha));
            v.blend(e, v.compare(VectorOperators.LT, all(0f))).intoArray(y, yOff + i);
        }
    }

    static void hardSigmoid(
            float slope, float shift, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            FloatVector s = all(slope).fma(v, all(shift));
            VectorMath.clip(s, all(0f), all(1f)).intoArray(y, yOff + i);
        }
    }

    static void hardSwish(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            FloatVector s = all(ScalarFunctions.SIXTH).fma(v, all(0.5f));
            v.mul(VectorMath.clip(s, all(0f), all(1f))).intoArray(y, yOff + i);
        }
    }
}
