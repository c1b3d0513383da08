package io.jquant.simd;

import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops of {@link Binary}; n is a multiple of the lanes. A step of 0 takes the same element each
 * time: that condition does not change inside a loop, so the compiler moves it out.
 */
final class BinaryLoops {
    private BinaryLoops() {}

    private static FloatVector at(float[] a, int off, int step, int i) {
        return step == 0 ? all(a[off]) : load(a, off + i);
    }

    static void add(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = at(a, aOff, aStep, i);
            FloatVector v = at(b, bOff, bStep, i);
            u.add(v).intoArray(y, yOff + i);
        }
    }

    static void sub(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = at(a, aOff, aStep, i);
            FloatVector v = at(b, bOff, bStep, i);
            u.sub(v).intoArray(y, yOff + i);
        }
    }

    static void mul(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = at(a, aOff, aStep, i);
            FloatVector v = at(b, bOff, bStep, i);
            u.mul(v).intoArray(y, yOff + i);
        }
    }

    static void div(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = at(a, aOff, aStep, i);
            FloatVector v = at(b, bOff, bStep, i);
            u.div(v).intoArray(y, yOff + i);
        }
    }

    static void min(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = at(a, aOff, aStep, i);
            FloatVector v = at(b, bOff, bStep, i);
            u.min(v).intoArray(y, yOff + i);
        }
    }

    static void max(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = at(a, aOff, aStep, i);
            FloatVector v = at(b, bOff, bStep, i);
            u.max(v).intoArray(y, yOff + i);
        }
    }

    static void prelu(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector u = at(a, aOff, aStep, i);
            FloatVector v = at(b, bOff, bStep, i);
            u.blend(u.mul(v), u.compare(VectorOperators.LT, all(0f))).intoArray(y, yOff + i);
        }
    }
}
