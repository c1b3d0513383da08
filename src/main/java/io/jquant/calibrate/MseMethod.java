package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;

/**
 * The grid with the least squared error over all values.
 *
 * <p>The search runs over the scale alone, for the best zero point of a scale is found directly
 * ({@link GridError#bestBelow}). Its result is compared with the extremes themselves, which win
 * ties: it is never worse than min-max.
 */
record MseMethod() implements RangeMethod {
    /** A gain below this share is rounding noise of the sums. */
    private static final double NOISE = 1e-9;

    @Override
    public Keeps needs() {
        return Keeps.HISTOGRAM;
    }

    @Override
    public Range choose(Statistics seen, Grid grid) {
        Range all = MinMaxMethod.of(seen.seen(), grid);
        GridError error = new GridError(seen);
        if (FewValues.fewIn(seen) || FewValues.uncertainLevelsIn(error)) {
            return all;
        }
        boolean centred = error.isCentred(grid);
        double scale =
                ScaleSearch.best(
                        s -> {
                            int below = below(error, s, centred);
                            return error.of(s, below, above(below, centred));
                        },
                        grid.params(all).scale(),
                        error.narrowestScale());
        if (scale == 0) {
            return all;
        }
        int below = below(error, scale, centred);
        Range best = error.range(scale, below, above(below, centred));
        double limit = error.of(all, grid) * (1 - NOISE) - error.energy() * Math.ulp(1.0);
        return error.of(best, grid) < limit ? best : all;
    }

    private static int below(GridError error, double scale, boolean centred) {
        return centred ? QuantParams.HIGHEST : error.bestBelow(scale);
    }

    private static int above(int below, boolean centred) {
        return centred ? QuantParams.HIGHEST : GridError.THRESHOLDS - below;
    }
}
