package io.jquant.simd;

import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.FloatVector;

/**
 * Loops of the transcendental functions. One loop per function: a loop that is handed its function
 * would box every vector. n is a multiple of the lanes.
 */
final class SmoothLoops {
    private SmoothLoops() {}

    static void exp(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.exp(v).intoArray(y, yOff + i);
        }
    }

    static void log(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.log(v).intoArray(y, yOff + i);
        }
    }

    static void tanh(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.tanh(v).intoArray(y, yOff + i);
        }
    }

    static void sigmoid(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.sigmoid(v).intoArray(y, yOff + i);
        }
    }

    static void silu(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            v.mul(VectorMath.sigmoid(v)).intoArray(y, yOff + i);
        }
    }

    static void mish(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.mish(v).intoArray(y, yOff + i);
        }
    }

    static void geluTanh(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = load(x, xOff + i);
            VectorMath.geluTanh(v).intoArray(y, yOff + i);
        }
    }
}
