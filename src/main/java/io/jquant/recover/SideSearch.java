package io.jquant.recover;

import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import java.util.function.Function;

/**
 * The range with the least error among those that have one to a half … six fifths of a given one's
 * ends: a table of steps of a twentieth, then two finer ones around the best place. A range must be
 * better by a thousandth to be taken.
 */
final class SideSearch {
    private static final double LEAST = 0.5;

    /** The ends are moved out by no more than that. */
    static final double MOST = 1.2;

    private static final double STEP = 0.05;
    private static final int STEPS = 14; // from least to most
    private static final int ROUNDS = 2;
    private static final double WORTH = 1e-3;

    private final JointCounts counts;
    private final Function<Range, QuantParams> grid;
    private final Range given;
    private final boolean moveLow;
    private final boolean moveHigh;
    private final boolean alike;
    private Range best;
    private double least;
    private double bestLow = 1;
    private double bestHigh = 1;

    private SideSearch(JointCounts counts, Range given, Function<Range, QuantParams> grid) {
        this.counts = counts;
        this.grid = grid;
        this.given = given;
        boolean two = given.min() < 0 && given.max() > 0;
        alike = two && grid.apply(new Range(-1, 2)).zeroPoint() == 0; // a symmetric grid
        moveLow = given.min() < 0 && !alike;
        moveHigh = given.max() > 0;
        best = given;
        least = counts.error(grid.apply(given)) * (1 - WORTH);
    }

    /**
     * The best range.
     *
     * @param given holds 0
     * @param grid the parameters that a range gets
     */
    static Range best(JointCounts counts, Range given, Function<Range, QuantParams> grid) {
        SideSearch s = new SideSearch(counts, given, grid);
        for (int i = 0; i <= (s.moveLow ? STEPS : 0); i++) {
            for (int k = 0; k <= (s.moveHigh ? STEPS : 0); k++) {
                s.consider(s.moveLow ? LEAST + i * STEP : 1, s.moveHigh ? LEAST + k * STEP : 1);
            }
        }
        double step = STEP;
        for (int round = 0; round < ROUNDS; round++) {
            step /= 2;
            double low = s.bestLow;
            double high = s.bestHigh;
            for (int i = -1; i <= 1; i++) {
                for (int k = -1; k <= 1; k++) {
                    s.consider(
                            s.moveLow ? bounded(low + i * step) : 1,
                            s.moveHigh ? bounded(high + k * step) : 1);
                }
            }
        }
        return s.best;
    }

    private static double bounded(double factor) {
        return Math.max(LEAST, Math.min(MOST, factor));
    }

    private void consider(double low, double high) {
        Range r =
                new Range(
                        (float) (given.min() * (alike ? high : low)), (float) (given.max() * high));
        double e = counts.error(grid.apply(r));
        if (e < least) {
            least = e;
            best = r;
            bestLow = low;
            bestHigh = high;
        }
    }
}
