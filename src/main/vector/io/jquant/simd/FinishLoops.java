package io.jquant.simd;

import static io.jquant.simd.Species.F;
import static io.jquant.simd.Species.HALF;
import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.QUARTER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops of {@link Arithmetic#finish}. */
final class FinishLoops {
    private FinishLoops() {}

    /** n is a multiple of the lanes. */
    static void whole(
            float[] x,
            int xOff,
            float[] bias,
            int biasOff,
            int biasStep,
            float[] residual,
            int residualOff,
            float low,
            float high,
            float[] y,
            int yOff,
            int n) {
        if (residual == null) {
            for (int i = 0; i < n; i += L) {
                FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                store(F, v.add(bias(F, bias, biasOff, biasStep, i)), low, high, y, yOff + i);
            }
        } else {
            for (int i = 0; i < n; i += L) {
                FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                FloatVector r = FloatVector.fromArray(F, residual, residualOff + i);
                FloatVector s = v.add(bias(F, bias, biasOff, biasStep, i)).add(r);
                store(F, s, low, high, y, yOff + i);
            }
        }
    }

    /** The start of a run shorter than a vector; tells how many elements were done. */
    static int part(
            float[] x,
            int xOff,
            float[] bias,
            int biasOff,
            int biasStep,
            float[] residual,
            int residualOff,
            float low,
            float high,
            float[] y,
            int yOff,
            int n) {
        int i = 0;
        if (n >= HALF.length() && HALF.length() < L) {
            FloatVector v = FloatVector.fromArray(HALF, x, xOff);
            FloatVector s = v.add(bias(HALF, bias, biasOff, biasStep, 0));
            if (residual != null) {
                s = s.add(FloatVector.fromArray(HALF, residual, residualOff));
            }
            store(HALF, s, low, high, y, yOff);
            i = HALF.length();
        }
        if (n - i >= QUARTER.length() && QUARTER.length() < HALF.length()) {
            FloatVector v = FloatVector.fromArray(QUARTER, x, xOff + i);
            FloatVector s = v.add(bias(QUARTER, bias, biasOff, biasStep, i));
            if (residual != null) {
                s = s.add(FloatVector.fromArray(QUARTER, residual, residualOff + i));
            }
            store(QUARTER, s, low, high, y, yOff + i);
            i += QUARTER.length();
        }
        return i;
    }

    private static FloatVector bias(
            VectorSpecies<Float> s, float[] bias, int off, int step, int i) {
        return step == 0
                ? FloatVector.broadcast(s, bias[off])
                : FloatVector.fromArray(s, bias, off + i);
    }

    private static void store(
            VectorSpecies<Float> s, FloatVector sum, float low, float high, float[] y, int at) {
        FloatVector lo = FloatVector.broadcast(s, low);
        FloatVector hi = FloatVector.broadcast(s, high);
        FloatVector v = sum.blend(lo, sum.compare(VectorOperators.LT, lo));
        v.blend(hi, v.compare(VectorOperators.GT, hi)).intoArray(y, at);
    }
}
