package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;

/**
 * The grid with the least squared error behind an activation: Σ (f(q(x)) − f(x))² over the values.
 * Where f is flat a clipped or coarse value costs nothing, so the codes go where f is steep.
 *
 * <p>Both ends are searched: a table of fractions of the extremes, each 2^(−1/3) of the one before,
 * then finer steps around the best place. The extremes themselves win ties.
 */
public final class BehindMethod implements RangeMethod {
    private static final double COARSE = StrictMath.pow(2, -1.0 / 3);
    private static final int STEPS = 16;
    private static final int ROUNDS = 4;

    /** A gain below this share of what min-max loses is rounding noise of the sums. */
    private static final double NOISE = 1e-6;

    private final Activation activation;

    public BehindMethod(Activation activation) {
        this.activation = activation;
    }

    @Override
    public Keeps needs() {
        return Keeps.HISTOGRAM;
    }

    @Override
    public Range choose(Statistics seen, Grid grid) {
        Range all = MinMaxMethod.of(seen.seen(), grid);
        if (FewValues.fewIn(seen) || FewValues.fewLevelsIn(new GridError(seen))) {
            return all;
        }
        return new Search(new BehindError(seen, activation), grid, all.withZero()).best();
    }

    /** Fractions of both ends, in finer and finer steps. */
    private static final class Search {
        private final BehindError error;
        private final Grid grid;
        private final Range all;
        private final boolean low;
        private final boolean high;
        private final double limit;
        private Range best;
        private double least = Double.POSITIVE_INFINITY;
        private double bestLow = 1;
        private double bestHigh = 1;

        Search(BehindError error, Grid grid, Range all) {
            this.error = error;
            this.grid = grid;
            this.all = all;
            boolean both = grid.isCentred(all) && all.max() > 0;
            low = all.min() < 0 && !both; // the upper end stands for both
            high = all.max() > 0;
            limit = error.of(grid.params(all));
            best = all;
        }

        Range best() {
            for (int i = 0; i < (low ? STEPS : 1); i++) {
                for (int k = 0; k < (high ? STEPS : 1); k++) {
                    consider(StrictMath.pow(COARSE, i), StrictMath.pow(COARSE, k));
                }
            }
            double step = COARSE;
            for (int round = 0; round < ROUNDS; round++) {
                step = Math.sqrt(step);
                double aroundLow = bestLow;
                double aroundHigh = bestHigh;
                for (int i = low ? -1 : 0; i <= (low ? 1 : 0); i++) {
                    for (int k = high ? -1 : 0; k <= (high ? 1 : 0); k++) {
                        consider(times(aroundLow, step, i), times(aroundHigh, step, k));
                    }
                }
            }
            return least < limit * (1 - NOISE) ? best : all;
        }

        private static double times(double fraction, double step, int sign) {
            return Math.min(1, sign == 0 ? fraction : sign > 0 ? fraction / step : fraction * step);
        }

        private void consider(double a, double b) {
            boolean both = !low && all.min() < 0 && all.max() > 0;
            Range r = new Range((float) (all.min() * (both ? b : a)), (float) (all.max() * b));
            QuantParams p = grid.params(r);
            double e = error.of(p);
            if (e < least) {
                least = e;
                best = r;
                bestLow = a;
                bestHigh = b;
            }
        }
    }
}
