package io.jquant.simd;

import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops of {@link Binary}; n is a multiple of the lanes. Arrays and single values have loops of
 * their own: a vector that is either a load or a constant is boxed where the two ways join.
 */
final class BinaryLoops {
    private BinaryLoops() {}

    static void add(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = load(a, aOff + i);
            FloatVector v = load(b, bOff + i);
            u.add(v).intoArray(y, yOff + i);
        }
    }

    static void sub(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = load(a, aOff + i);
            FloatVector v = load(b, bOff + i);
            u.sub(v).intoArray(y, yOff + i);
        }
    }

    static void mul(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = load(a, aOff + i);
            FloatVector v = load(b, bOff + i);
            u.mul(v).intoArray(y, yOff + i);
        }
    }

    static void div(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = load(a, aOff + i);
            FloatVector v = load(b, bOff + i);
            u.div(v).intoArray(y, yOff + i);
        }
    }

    static void min(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = load(a, aOff + i);
            FloatVector v = load(b, bOff + i);
            u.min(v).intoArray(y, yOff + i);
        }
    }

    static void max(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = load(a, aOff + i);
            FloatVector v = load(b, bOff + i);
            u.max(v).intoArray(y, yOff + i);
        }
    }

    static void prelu(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = load(a, aOff + i);
            FloatVector v = load(b, bOff + i);
            u.blend(u.mul(v), u.compare(VectorOperators.LT, all(0f))).intoArray(y, yOff + i);
        }
    }

    static void add(float[] a, int aOff, float b, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            load(a, aOff + i).add(all(b)).intoArray(y, yOff + i);
        }
    }

    static void mul(float[] a, int aOff, float b, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            load(a, aOff + i).mul(all(b)).intoArray(y, yOff + i);
        }
    }

    static void div(float[] a, int aOff, float b, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            load(a, aOff + i).div(all(b)).intoArray(y, yOff + i);
        }
    }

    static void min(float[] a, int aOff, float b, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            load(a, aOff + i).min(all(b)).intoArray(y, yOff + i);
        }
    }

    static void max(float[] a, int aOff, float b, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            load(a, aOff + i).max(all(b)).intoArray(y, yOff + i);
        }
    }

    /** y = b - a. */
    static void subFrom(float[] a, int aOff, float b, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            all(b).sub(load(a, aOff + i)).intoArray(y, yOff + i);
        }
    }

    /** y = b / a. */
    static void divInto(float[] a, int aOff, float b, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            all(b).div(load(a, aOff + i)).intoArray(y, yOff + i);
        }
    }
}
