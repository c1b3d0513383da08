package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import java.util.List;

/**
 * The grid with the greatest mean, over the groups of samples, of the signal-to-noise ratio in dB:
 * one loud sample does not dictate the range of all. Groups that are all zero do not count. The
 * search is that of {@link MseMethod}; with one group the result is the same.
 */
record SqnrMethod() implements RangeMethod {
    /** A gain of less than this share of the mean noise is rounding noise of the sums. */
    private static final double NOISE = 1e-9;

    @Override
    public Keeps needs() {
        return Keeps.GROUPS;
    }

    @Override
    public Range choose(Statistics seen, Grid grid) {
        Range all = MinMaxMethod.of(seen.seen(), grid);
        GridError error = new GridError(seen);
        if (FewValues.fewIn(seen) || FewValues.uncertainLevelsIn(error)) {
            return all;
        }
        List<GridError> groups =
                seen.groups().size() < 2
                        ? List.of(error)
                        : seen.groups().stream()
                                .map(g -> GridError.ofGroup(g, seen.histogram()))
                                .filter(e -> e.energy() > 0)
                                .toList();
        GroupNoise noise = new GroupNoise(groups, error.isCentred(grid));
        double scale =
                ScaleSearch.best(noise::of, grid.params(all).scale(), error.narrowestScale());
        if (scale == 0) {
            return all;
        }
        int below = noise.bestBelow(scale);
        Range best =
                error.range(
                        scale,
                        below,
                        error.isCentred(grid) ? QuantParams.HIGHEST : GridError.THRESHOLDS - below);
        return noise.of(best, grid) < noise.of(all, grid) * (1 - NOISE) ? best : all;
    }
}
