package io.jquant.simd;

import static io.jquant.simd.Species.F;
import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;
import static io.jquant.simd.VectorReductions.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums of one block in sixteen lanes: s0 holds the first ones, s1 to s3 the others where vectors
 * are shorter than sixteen. The tests of L are of constants and vanish.
 */
final class SumLoops {
    private static final float[] LANE_NUMBERS = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private SumLoops() {}

    /** Sum of at most a block. */
    static float values(float[] x, int off, int n) {
        if (n < LANES) {
            return (float) ScalarReductions.sumOf(x, off, n);
        }
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n - n % LANES;
        for (int i = off; i < off + whole; i += LANES) {
            s0 = s0.add(load(x, i));
            if (L < 16) {
                s1 = s1.add(load(x, i + L));
            }
            if (L < 8) {
                s2 = s2.add(load(x, i + 2 * L));
                s3 = s3.add(load(x, i + 3 * L));
            }
        }
        if (whole < n) {
            int skip = LANES - (n - whole);
            int at = off + n - LANES;
            s0 = s0.add(rest(x, at, 0, skip, 0f));
            if (L < 16) {
                s1 = s1.add(rest(x, at, 1, skip, 0f));
            }
            if (L < 8) {
                s2 = s2.add(rest(x, at, 2, skip, 0f));
                s3 = s3.add(rest(x, at, 3, skip, 0f));
            }
        }
        return tree(s0, s1, s2, s3);
    }

    /** Sum of absolute values of at most a block. */
    static float magnitudes(float[] x, int off, int n) {
        if (n < LANES) {
            return (float) ScalarReductions.sumAbsOf(x, off, n);
        }
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n - n % LANES;
        for (int i = off; i < off + whole; i += LANES) {
            s0 = s0.add(load(x, i).abs());
            if (L < 16) {
                s1 = s1.add(load(x, i + L).abs());
            }
            if (L < 8) {
                s2 = s2.add(load(x, i + 2 * L).abs());
                s3 = s3.add(load(x, i + 3 * L).abs());
            }
        }
        if (whole < n) {
            int skip = LANES - (n - whole);
            int at = off + n - LANES;
            s0 = s0.add(rest(x, at, 0, skip, 0f).abs());
            if (L < 16) {
                s1 = s1.add(rest(x, at, 1, skip, 0f).abs());
            }
            if (L < 8) {
                s2 = s2.add(rest(x, at, 2, skip, 0f).abs());
                s3 = s3.add(rest(x, at, 3, skip, 0f).abs());
            }
        }
        return tree(s0, s1, s2, s3);
    }

    /** Sum of (x - centre)^2 of at most a block. */
    static float squares(float[] x, int off, int n, float centre) {
        if (n < LANES) {
            return (float) ScalarReductions.sumSquaresOf(x, off, n, centre);
        }
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n - n % LANES;
        for (int i = off; i < off + whole; i += LANES) {
            s0 = addSquare(load(x, i).sub(all(centre)), s0);
            if (L < 16) {
                s1 = addSquare(load(x, i + L).sub(all(centre)), s1);
            }
            if (L < 8) {
                s2 = addSquare(load(x, i + 2 * L).sub(all(centre)), s2);
                s3 = addSquare(load(x, i + 3 * L).sub(all(centre)), s3);
            }
        }
        if (whole < n) {
            int skip = LANES - (n - whole);
            int at = off + n - LANES;
            s0 = addSquare(rest(x, at, 0, skip, centre), s0);
            if (L < 16) {
                s1 = addSquare(rest(x, at, 1, skip, centre), s1);
            }
            if (L < 8) {
                s2 = addSquare(rest(x, at, 2, skip, centre), s2);
                s3 = addSquare(rest(x, at, 3, skip, centre), s3);
            }
        }
        return tree(s0, s1, s2, s3);
    }

    private static FloatVector addSquare(FloatVector d, FloatVector s) {
        return d.fma(d, s);
    }

    /** The last sixteen elements less the centre, 0 for those that were summed before. */
    private static FloatVector rest(float[] x, int at, int part, int skip, float centre) {
        FloatVector lane = load(LANE_NUMBERS, part * L);
        FloatVector d = load(x, at + part * L).sub(all(centre));
        return all(0f).blend(d, lane.compare(VectorOperators.GE, all((float) skip)));
    }

    /** As {@link ScalarReductions#tree}. */
    private static float tree(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
        if (L == 16) {
            return ScalarReductions.tree(
                    s0.lane(0),
                    s0.lane(1),
                    s0.lane(2),
                    s0.lane(3),
                    s0.lane(4),
                    s0.lane(5),
                    s0.lane(6),
                    s0.lane(7),
                    s0.lane(8),
                    s0.lane(9),
                    s0.lane(10),
                    s0.lane(11),
                    s0.lane(12),
                    s0.lane(13),
                    s0.lane(14),
                    s0.lane(15));
        }
        if (L == 8) {
            FloatVector t = s0.add(s1);
            float b0 = t.lane(0) + t.lane(4);
            float b1 = t.lane(1) + t.lane(5);
            float b2 = t.lane(2) + t.lane(6);
            float b3 = t.lane(3) + t.lane(7);
            return (b0 + b2) + (b1 + b3);
        }
        FloatVector u = s0.add(s2).add(s1.add(s3));
        return (u.lane(0) + u.lane(2)) + (u.lane(1) + u.lane(3));
    }
}
