package io.jquant.simd;

import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Vector form of {@link Reductions}. */
final class VectorReductions implements Reductions {
    /** The lanes of a sum on every machine; one, two or four vectors hold them. */
    static final int LANES = 16;

    @Override
    public float max(float[] x, int off, int n) {
        if (n < 2 * L) {
            return ScalarReductions.maxOf(x, off, n);
        }
        FloatVector m0 = load(x, off);
        FloatVector m1 = load(x, off + L);
        for (int i = 2 * L; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.max(load(x, off + i));
            m1 = m1.max(load(x, off + i + L));
        }
        m0 = m0.max(load(x, off + n - L)); // again what overlaps: a maximum does not mind
        m1 = m1.max(load(x, off + n - 2 * L));
        return m0.max(m1).reduceLanes(VectorOperators.MAX);
    }

    @Override
    public float min(float[] x, int off, int n) {
        if (n < 2 * L) {
            return ScalarReductions.minOf(x, off, n);
        }
        FloatVector m0 = load(x, off);
        FloatVector m1 = load(x, off + L);
        for (int i = 2 * L; i <= n - 2 * L; i += 2 * L) {
            m0 = m0.min(load(x, off + i));
            m1 = m1.min(load(x, off + i + L));
        }
        m0 = m0.min(load(x, off + n - L));
        m1 = m1.min(load(x, off + n - 2 * L));
        return m0.min(m1).reduceLanes(VectorOperators.MIN);
    }

    @Override
    public double sum(float[] x, int off, int n) {
        if (n < LANES) {
            return ScalarReductions.sumOf(x, off, n);
        }
        double total = 0;
        for (int i = 0; i < n; i += BLOCK) {
            total += SumLoops.values(x, off + i, Math.min(BLOCK, n - i));
        }
        return total;
    }

    @Override
    public double sumAbs(float[] x, int off, int n) {
        if (n < LANES) {
            return ScalarReductions.sumAbsOf(x, off, n);
        }
        double total = 0;
        for (int i = 0; i < n; i += BLOCK) {
            total += SumLoops.magnitudes(x, off + i, Math.min(BLOCK, n - i));
        }
        return total;
    }

    @Override
    public double sumSquares(float[] x, int off, int n, float centre) {
        if (n < LANES) {
            return ScalarReductions.sumSquaresOf(x, off, n, centre);
        }
        double total = 0;
        for (int i = 0; i < n; i += BLOCK) {
            total += SumLoops.squares(x, off + i, Math.min(BLOCK, n - i), centre);
        }
        return total;
    }

    @Override
    public void moments(float[] x, int off, int n, double[] into) {
        if (n < LANES) {
            ScalarReductions.momentsOf(x, off, n, into);
            return;
        }
        into[MIN] = Float.POSITIVE_INFINITY;
        into[MAX] = Float.NEGATIVE_INFINITY;
        into[SUM] = 0;
        into[SQUARES] = 0;
        float[] lanes = new float[MomentLoops.RESULTS];
        for (int i = 0; i < n; i += BLOCK) {
            int length = Math.min(BLOCK, n - i);
            if (length < LANES) {
                rest(x, off + i, length, into);
            } else {
                MomentLoops.block(x, off + i, length, lanes);
                MomentLoops.add(lanes, into);
            }
        }
    }

    /** A last block that fills no lanes. */
    private static void rest(float[] x, int off, int n, double[] into) {
        into[MIN] = Math.min(into[MIN], ScalarReductions.minOf(x, off, n));
        into[MAX] = Math.max(into[MAX], ScalarReductions.maxOf(x, off, n));
        into[SUM] += ScalarReductions.sumOf(x, off, n);
        into[SQUARES] += ScalarReductions.sumSquaresOf(x, off, n, 0f);
    }

    @Override
    public double expSum(float[] x, int xOff, float shift, float[] y, int yOff, int n) {
        int w = n - n % L;
        for (int i = 0; i < w; i += L) {
            VectorMath.exp(load(x, xOff + i).sub(Species.all(shift))).intoArray(y, yOff + i);
        }
        for (int i = w; i < n; i++) {
            y[yOff + i] = ScalarMath.exp(x[xOff + i] - shift);
        }
        return sum(y, yOff, n);
    }
}
