package io.jquant.simd;

import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.FloatVector;

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
     * One bias; the last vector overlaps the one before it, unless the sums are read where the
     * results are written.
     *
     * @return how many elements were done
     */
    static int bias(
            float[] x, int xOff, float bias, float low, float high, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector s = load(x, xOff + i).add(all(bias));
            VectorMath.clip(s, all(low), all(high)).intoArray(y, yOff + i);
        }
        if (x == y || n < L || i == n) {
            return i;
        }
        FloatVector s = load(x, xOff + n - L).add(all(bias));
        VectorMath.clip(s, all(low), all(high)).intoArray(y, yOff + n - L);
        return n;
    }

    /**
     * Rows shorter than a vector: each is written with what follows it, which the next rows write
     * again, as long as that stays inside.
     *
     * @return how many rows were done
     */
    static int shortRows(
            int rows,
            int n,
            float[] x,
            int xOff,
            int xStride,
            float bias,
            float low,
            float high,
            float[] y,
            int yOff,
            int yStride) {
        int end = (rows - 1) * yStride + n;
        int r = 0;
        for (; r < rows && r * yStride + L <= end; r++) {
            FloatVector s = load(x, xOff + r * xStride).add(all(bias));
            VectorMath.clip(s, all(low), all(high)).intoArray(y, yOff + r * yStride);
        }
        return r;
    }
}
