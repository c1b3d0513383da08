package io.jquant.simd;

import static io.jquant.simd.Species.F;
import static io.jquant.simd.Species.L;
import static io.jquant.simd.Species.all;
import static io.jquant.simd.Species.load;
import static io.jquant.simd.VectorReductions.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Extremes and sums of one block in one loop: four chains that need not wait for each other. The
 * lanes are those of {@link SumLoops}.
 */
final class MomentLoops {
    private static final float[] LANE_NUMBERS = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    /** The lanes of the sums, of the squares, of the least and of the greatest. */
    static final int RESULTS = 4 * LANES;

    private static final int SQUARES = LANES;
    private static final int LEAST = 2 * LANES;
    private static final int GREATEST = 3 * LANES;

    private MomentLoops() {}

    /** The lanes of 16 to 4096 elements. */
    static void block(float[] x, int off, int n, float[] lanes) {
        for (int part = 0; part < LANES; part += L) {
            part(x, off, n, part, lanes);
        }
    }

    /** The lanes of one vector of every sixteen elements. */
    private static void part(float[] x, int off, int n, int part, float[] lanes) {
        FloatVector sum = FloatVector.zero(F);
        FloatVector squares = sum;
        FloatVector least = load(x, off + part);
        FloatVector greatest = least;
        int whole = n - n % LANES;
        for (int i = off + part; i < off + whole; i += LANES) {
            FloatVector v = load(x, i);
            sum = sum.add(v);
            squares = v.fma(v, squares);
            least = least.min(v);
            greatest = greatest.max(v);
        }
        if (whole < n) { // the last sixteen elements, 0 in the sums for those that were in before
            FloatVector v = load(x, off + n - LANES + part);
            least = least.min(v);
            greatest = greatest.max(v);
            FloatVector lane = load(LANE_NUMBERS, part);
            float skip = LANES - (n - whole);
            v = all(0f).blend(v, lane.compare(VectorOperators.GE, all(skip)));
            sum = sum.add(v);
            squares = v.fma(v, squares);
        }
        sum.intoArray(lanes, part);
        squares.intoArray(lanes, SQUARES + part);
        least.intoArray(lanes, LEAST + part);
        greatest.intoArray(lanes, GREATEST + part);
    }

    /** Adds the lanes of a block. */
    static void add(float[] lanes, double[] into) {
        into[Reductions.SUM] += ScalarReductions.tree(lanes, 0);
        into[Reductions.SQUARES] += ScalarReductions.tree(lanes, SQUARES);
        for (int i = 0; i < LANES; i++) {
            into[Reductions.MIN] = Math.min(into[Reductions.MIN], lanes[LEAST + i]);
            into[Reductions.MAX] = Math.max(into[Reductions.MAX], lanes[GREATEST + i]);
        }
    }
}
