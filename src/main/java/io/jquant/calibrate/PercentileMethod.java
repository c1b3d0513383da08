package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;
import io.jquant.support.Problem;

/**
 * The range that leaves a given share of the values outside: on an asymmetric grid half of it on
 * each side, on a symmetric one by magnitude. Borders are interpolated within a bin.
 */
final class PercentileMethod implements RangeMethod {
    private static final int HALVINGS = 64;

    private final double outside;

    /**
     * @param percentile percentage of the values inside, 50 &lt; P ≤ 100
     * @throws io.jquant.support.JquantException when it is not
     */
    PercentileMethod(double percentile) {
        if (!(percentile > 50 && percentile <= 100)) {
            throw Problem.PERCENTILE.with(percentile);
        }
        outside = (100 - percentile) / 100;
    }

    @Override
    public Keeps needs() {
        return Keeps.HISTOGRAM;
    }

    @Override
    public boolean looksAtCodesOnly() {
        return false; // but at the grid's name
    }

    @Override
    public Range choose(Statistics seen, Grid grid) {
        Range extremes = seen.seen();
        Range all = MinMaxMethod.of(extremes, grid);
        if (FewValues.fewIn(seen)) {
            return all;
        }
        GridError tails = new GridError(seen);
        Tail negative = tails.negative();
        Tail positive = tails.positive();
        Range chosen;
        if (grid != Grid.ASYMMETRIC) {
            float t = (float) symmetric(negative, positive, outside * seen.finite());
            chosen = new Range(extremes.min() < 0 ? -t : 0f, extremes.max() > 0 ? t : 0f);
        } else {
            double each = outside / 2 * seen.finite();
            chosen =
                    new Range(
                            0f - (float) negative.thresholdFor(each),
                            (float) positive.thresholdFor(each));
        }
        // Next to nothing but zeros: what is not zero is all there is to represent.
        return chosen.min() == 0 && chosen.max() == 0 ? all : chosen;
    }

    /** The magnitude beyond which so many values of both signs lie. */
    private static double symmetric(Tail negative, Tail positive, double values) {
        double low = 0;
        double high = Math.max(negative.top(), positive.top());
        if (negative.above(0) + positive.above(0) <= values) {
            return 0;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (negative.above(middle) + positive.above(middle) > values) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
