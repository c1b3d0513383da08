package io.jquant.simd;

import static io.jquant.simd.Species.HALF;
import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.QUARTER;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops of {@link Arithmetic#finish}, one for each kind of bias and residual, since a vector that
 * comes from either of two places is boxed.
 */
final class FinishLoops {
    private FinishLoops() {}

    /** One bias and a residual; n is a multiple of the lanes. */
    static void add(
            float[] x,
            int xOff,
            float bias,
            float[] residual,
            int residualOff,
            float low,
            float high,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector s = load(x, xOff + i).add(all(bias)).add(load(residual, residualOff + i));
            VectorMath.clip(s, all(low), all(high)).intoArray(y, yOff + i);
        }
    }

    /** A bias for each element and a residual; n is a multiple of the lanes. */
    static void add(
            float[] x,
            int xOff,
            float[] bias,
            int biasOff,
            float[] residual,
            int residualOff,
            float low,
            float high,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector s = load(x, xOff + i).add(load(bias, biasOff + i));
            s = s.add(load(residual, residualOff + i));
            VectorMath.clip(s, all(low), all(high)).intoArray(y, yOff + i);
        }
    }

    /** A bias for each element; n is a multiple of the lanes. */
    static void bias(
            float[] x,
            int xOff,
            float[] bias,
            int biasOff,
            float low,
            float high,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector s = load(x, xOff + i).add(load(bias, biasOff + i));
            VectorMath.clip(s, all(low), all(high)).intoArray(y, yOff + i);
        }
    }

    /**
     * One bias; any n. Rows of output planes are short, so what does not fill a vector matters: the
     * last one overlaps the one before it, and rows shorter than a vector go through a half or a
     * quarter of one.
     *
     * @return how many elements were done
     */
    static int bias(
            float[] x, int xOff, float bias, float low, float high, float[] y, int yOff, int n) {
        boolean inPlace = x == y;
        if (n >= L) {
            int i = 0;
            for (; i <= n - L; i += L) {
                FloatVector s = load(x, xOff + i).add(all(bias));
                VectorMath.clip(s, all(low), all(high)).intoArray(y, yOff + i);
            }
            if (inPlace || i == n) {
                return i;
            }
            FloatVector s = load(x, xOff + n - L).add(all(bias));
            VectorMath.clip(s, all(low), all(high)).intoArray(y, yOff + n - L);
            return n;
        }
        if (inPlace || n < QUARTER.length()) {
            return 0;
        }
        if (n >= HALF.length()) {
            half(x, xOff, bias, low, high, y, yOff);
            half(x, xOff + n - HALF.length(), bias, low, high, y, yOff + n - HALF.length());
        } else {
            quarter(x, xOff, bias, low, high, y, yOff);
            quarter(
                    x,
                    xOff + n - QUARTER.length(),
                    bias,
                    low,
                    high,
                    y,
                    yOff + n - QUARTER.length());
        }
        return n;
    }

    private static void half(
            float[] x, int xOff, float bias, float low, float high, float[] y, int yOff) {
        FloatVector lo = FloatVector.broadcast(HALF, low);
        FloatVector hi = FloatVector.broadcast(HALF, high);
        FloatVector s = FloatVector.fromArray(HALF, x, xOff);
        s = s.add(FloatVector.broadcast(HALF, bias));
        s = s.blend(lo, s.compare(VectorOperators.LT, lo));
        s.blend(hi, s.compare(VectorOperators.GT, hi)).intoArray(y, yOff);
    }

    private static void quarter(
            float[] x, int xOff, float bias, float low, float high, float[] y, int yOff) {
        FloatVector lo = FloatVector.broadcast(QUARTER, low);
        FloatVector hi = FloatVector.broadcast(QUARTER, high);
        FloatVector s = FloatVector.fromArray(QUARTER, x, xOff);
        s = s.add(FloatVector.broadcast(QUARTER, bias));
        s = s.blend(lo, s.compare(VectorOperators.LT, lo));
        s.blend(hi, s.compare(VectorOperators.GT, hi)).intoArray(y, yOff);
    }
}
