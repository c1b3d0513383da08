package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import java.util.List;

/**
 * The geometric mean of the noise-to-signal ratios of several groups of samples on one grid: its
 * logarithm is minus the mean SQNR.
 *
 * <p>The product of the ratios orders grids as the sum of their logarithms does; as each has at
 * least {@link #FLOOR} and there are few groups, the product does not vanish.
 */
final class GroupNoise {
    /** A noise of −120 dB is as good as none. */
    private static final double FLOOR = 1e-12;

    private static final int CODES = GridError.THRESHOLDS;

    private final List<GridError> groups;
    private final boolean centred;
    private final boolean bothSides;
    private final boolean negativeOnly;
    private final double[][] below; // [group][k]: gain of k codes below zero
    private final double[][] above;

    /**
     * @param groups of some energy each
     * @param centred is the zero point in the middle, with 127 codes on each side?
     */
    GroupNoise(List<GridError> groups, boolean centred) {
        this.groups = groups;
        this.centred = centred;
        boolean negative = groups.stream().anyMatch(g -> g.negative().count() > 0);
        boolean positive = groups.stream().anyMatch(g -> g.positive().count() > 0);
        bothSides = negative && positive;
        negativeOnly = negative && !positive;
        below = new double[groups.size()][CODES + 1];
        above = new double[groups.size()][CODES + 1];
    }

    /** For a scale and its best zero point. */
    double of(double scale) {
        gains(scale);
        return product(scale, best(scale));
    }

    /** The best number of codes below zero for a scale. */
    int bestBelow(double scale) {
        gains(scale);
        return best(scale);
    }

    /** For the grid that is emitted for a range. */
    double of(Range range, Grid grid) {
        double product = 1;
        for (GridError g : groups) {
            product *= g.of(range, grid) / g.energy() + FLOOR;
        }
        return product;
    }

    private void gains(double scale) {
        for (int g = 0; g < groups.size(); g++) {
            gains(groups.get(g).negative(), scale, below[g]);
            gains(groups.get(g).positive(), scale, above[g]);
        }
    }

    private static void gains(Tail tail, double scale, double[] sums) {
        double sum = 0;
        int k = 1;
        for (; k <= CODES && scale * (k - 0.5) < tail.top(); k++) {
            sum += tail.excess(scale * (k - 0.5));
            sums[k] = sum;
        }
        for (; k <= CODES; k++) {
            sums[k] = sum;
        }
    }

    private int best(double scale) {
        if (centred) {
            return QuantParams.HIGHEST;
        }
        if (!bothSides) {
            return negativeOnly ? CODES : 0;
        }
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int b = 0; b <= CODES; b++) {
            double product = product(scale, b);
            if (product < least) {
                least = product;
                best = b;
            }
        }
        return best;
    }

    private double product(double scale, int b) {
        int a = centred ? QuantParams.HIGHEST : CODES - b;
        double product = 1;
        for (int g = 0; g < below.length; g++) {
            double energy = groups.get(g).energy();
            double error = Math.max(0, energy - 2 * scale * (below[g][b] + above[g][a]));
            product *= error / energy + FLOOR;
        }
        return product;
    }
}
