package io.jquant.simd;

import static io.jquant.simd.Fma.fma;

/** Scalar form of {@link Reductions}. */
final class ScalarReductions implements Reductions {
    private static final int LANES = 16;

    /** What is summed of each element. */
    private enum Term {
        VALUE,
        MAGNITUDE,
        SQUARE
    }

    @Override
    public float max(float[] x, int off, int n) {
        return maxOf(x, off, n);
    }

    static float maxOf(float[] x, int off, int n) {
        float m = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.max(m, x[off + i]);
        }
        return m;
    }

    @Override
    public float min(float[] x, int off, int n) {
        return minOf(x, off, n);
    }

    static float minOf(float[] x, int off, int n) {
        float m = Float.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.min(m, x[off + i]);
        }
        return m;
    }

    @Override
    public double sum(float[] x, int off, int n) {
        return blocks(Term.VALUE, x, off, n, 0f);
    }

    @Override
    public double sumAbs(float[] x, int off, int n) {
        return blocks(Term.MAGNITUDE, x, off, n, 0f);
    }

    @Override
    public double sumSquares(float[] x, int off, int n, float centre) {
        return blocks(Term.SQUARE, x, off, n, centre);
    }

    @Override
    public void moments(float[] x, int off, int n, double[] into) {
        momentsOf(x, off, n, into);
    }

    static void momentsOf(float[] x, int off, int n, double[] into) {
        into[MIN] = minOf(x, off, n);
        into[MAX] = maxOf(x, off, n);
        into[SUM] = sumOf(x, off, n);
        into[SQUARES] = sumSquaresOf(x, off, n, 0f);
    }

    @Override
    public double expSum(float[] x, int xOff, float shift, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = ScalarMath.exp(x[xOff + i] - shift);
        }
        return sum(y, yOff, n);
    }

    private static double blocks(Term term, float[] x, int off, int n, float centre) {
        double total = 0;
        for (int i = 0; i < n; i += BLOCK) {
            total += block(term, x, off + i, Math.min(BLOCK, n - i), centre);
        }
        return total;
    }

    private static float block(Term term, float[] x, int off, int n, float centre) {
        return tree(
                lane(term, x, off, n, 0, centre),
                lane(term, x, off, n, 1, centre),
                lane(term, x, off, n, 2, centre),
                lane(term, x, off, n, 3, centre),
                lane(term, x, off, n, 4, centre),
                lane(term, x, off, n, 5, centre),
                lane(term, x, off, n, 6, centre),
                lane(term, x, off, n, 7, centre),
                lane(term, x, off, n, 8, centre),
                lane(term, x, off, n, 9, centre),
                lane(term, x, off, n, 10, centre),
                lane(term, x, off, n, 11, centre),
                lane(term, x, off, n, 12, centre),
                lane(term, x, off, n, 13, centre),
                lane(term, x, off, n, 14, centre),
                lane(term, x, off, n, 15, centre));
    }

    /** One of the sixteen sums of a block. */
    private static float lane(Term term, float[] x, int off, int n, int lane, float centre) {
        int whole = n - n % LANES;
        float s = 0;
        for (int i = lane; i < whole; i += LANES) {
            s = add(term, s, x[off + i], centre);
        }
        int i = n - LANES + lane; // the remainder stands in the last lanes
        return i >= whole ? add(term, s, x[off + i], centre) : s;
    }

    private static float add(Term term, float s, float v, float centre) {
        return switch (term) {
            case VALUE -> s + v;
            case MAGNITUDE -> s + Math.abs(v);
            case SQUARE -> {
                float d = v - centre;
                yield fma(d, d, s);
            }
        };
    }

    /** Adds sixteen lanes that stand in an array. */
    static float tree(float[] lanes, int at) {
        return tree(
                lanes[at],
                lanes[at + 1],
                lanes[at + 2],
                lanes[at + 3],
                lanes[at + 4],
                lanes[at + 5],
                lanes[at + 6],
                lanes[at + 7],
                lanes[at + 8],
                lanes[at + 9],
                lanes[at + 10],
                lanes[at + 11],
                lanes[at + 12],
                lanes[at + 13],
                lanes[at + 14],
                lanes[at + 15]);
    }

    /** Adds sixteen lanes: those 8 apart, then 4, 2, 1. */
    static float tree(
            float a0,
            float a1,
            float a2,
            float a3,
            float a4,
            float a5,
            float a6,
            float a7,
            float a8,
            float a9,
            float a10,
            float a11,
            float a12,
            float a13,
            float a14,
            float a15) {
        float b0 = (a0 + a8) + (a4 + a12);
        float b1 = (a1 + a9) + (a5 + a13);
        float b2 = (a2 + a10) + (a6 + a14);
        float b3 = (a3 + a11) + (a7 + a15);
        return (b0 + b2) + (b1 + b3);
    }

    static double sumOf(float[] x, int off, int n) {
        return blocks(Term.VALUE, x, off, n, 0f);
    }

    static double sumAbsOf(float[] x, int off, int n) {
        return blocks(Term.MAGNITUDE, x, off, n, 0f);
    }

    static double sumSquaresOf(float[] x, int off, int n, float centre) {
        return blocks(Term.SQUARE, x, off, n, centre);
    }
}
