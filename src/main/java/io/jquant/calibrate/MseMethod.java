package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;

/**
 * The grid with the least squared error over all values.
 *
 * <p>The search runs over the scale alone, for the best zero point of a scale is found directly
 * ({@link GridError#bestBelow}): first geometric steps from the scale of the extremes downwards,
 * then finer steps around the best places. Last, the result is compared with the extremes
 * themselves, which win ties: it is never worse than min-max.
 *
 * <p>Where many values are equal (behind a Relu and an added constant, say) the error rises and
 * falls as codes pass them, with a period of 1/k for a value at code k; so the finer steps are well
 * below 1/255, and begin with a wide stretch around each place.
 */
final class MseMethod implements RangeMethod {
    private static final double COARSE = StrictMath.pow(2, -1.0 / 16);

    /** More than there are between the extremes and the median of any tensor that makes sense. */
    private static final int MOST_STEPS = 16 * 24;

    /** How many of the best coarse scales are looked at closely. */
    private static final int REFINED = 3;

    /** Around each of them: 26 scales on both sides, a quarter of a per cent apart. */
    private static final Round WIDE = new Round(26, 0.0025);

    /** Around the best of all. */
    private static final Round[] CLOSE = {new Round(20, 0.0005), new Round(5, 0.0001)};

    /** A gain below this share is rounding noise of the sums. */
    private static final double NOISE = 1e-9;

    /**
     * Scales around a centre.
     *
     * @param each how many on each side
     * @param step their distance as a share of the centre
     */
    private record Round(int each, double step) {}

    @Override
    public boolean needsHistogram() {
        return true;
    }

    @Override
    public Range choose(Statistics seen, Grid grid) {
        Range all = MinMaxMethod.of(seen.seen(), grid);
        GridError error = new GridError(seen);
        if (FewValues.fewIn(seen) || FewValues.fewLevelsIn(error)) {
            return all;
        }
        Search search = new Search(error, grid);
        double widest = grid.params(all).scale();
        double narrowest =
                Math.max(search.medianMagnitude() / GridError.THRESHOLDS, Float.MIN_NORMAL);
        search.scan(widest, narrowest);
        search.refine();
        Range best = search.best();
        double limit = error.of(all, grid) * (1 - NOISE) - error.energy() * Math.ulp(1.0);
        return best != null && error.of(best, grid) < limit ? best : all;
    }

    /** One search over scales. */
    private static final class Search {
        private final GridError error;
        private final boolean centred;
        private final double[] scales = new double[MOST_STEPS];
        private final double[] errors = new double[MOST_STEPS];
        private int scanned;
        private double widest;
        private double bestScale;
        private double bestError = Double.POSITIVE_INFINITY;

        Search(GridError error, Grid grid) {
            this.error = error;
            centred =
                    grid == Grid.SYMMETRIC
                            && error.negative().count() > 0
                            && error.positive().count() > 0;
        }

        /** Half of the values that are not zero have at least this magnitude. */
        double medianMagnitude() {
            // The lesser of two bounds that both hold half of a side's values is low enough.
            double negative = error.negative().thresholdFor(error.negative().count() / 2);
            double positive = error.positive().thresholdFor(error.positive().count() / 2);
            return negative == 0
                    ? positive
                    : positive == 0 ? negative : Math.min(negative, positive);
        }

        void scan(double from, double narrowest) {
            widest = from;
            for (double s = from; s >= narrowest && scanned < MOST_STEPS; s *= COARSE) {
                scales[scanned] = s;
                errors[scanned] = of(s);
                scanned++;
            }
        }

        void refine() {
            boolean[] used = new boolean[scanned];
            for (int i = 0; i < REFINED; i++) {
                int place = bestUnused(used);
                if (place < 0) {
                    break;
                }
                used[place] = true;
                consider(scales[place], errors[place]);
                around(scales[place], WIDE);
            }
            for (Round round : CLOSE) {
                around(bestScale, round);
            }
        }

        /** The best of the scanned scales that are no worse than their neighbours, or −1. */
        private int bestUnused(boolean[] used) {
            int best = -1;
            for (int i = 0; i < scanned; i++) {
                boolean valley =
                        (i == 0 || errors[i] <= errors[i - 1])
                                && (i == scanned - 1 || errors[i] <= errors[i + 1]);
                if (valley && !used[i] && (best < 0 || errors[i] < errors[best])) {
                    best = i;
                }
            }
            return best;
        }

        private void around(double centre, Round round) {
            for (int i = -round.each; i <= round.each; i++) {
                double s = centre * (1 + i * round.step);
                if (i != 0 && s <= widest) {
                    consider(s, of(s));
                }
            }
        }

        private void consider(double scale, double e) {
            if (e < bestError) {
                bestScale = scale;
                bestError = e;
            }
        }

        private double of(double scale) {
            int below = below(scale);
            return error.of(scale, below, above(below));
        }

        private int below(double scale) {
            return centred ? QuantParams.HIGHEST : error.bestBelow(scale);
        }

        private int above(int below) {
            return centred ? QuantParams.HIGHEST : GridError.THRESHOLDS - below;
        }

        private float end(int codes) {
            return (float) Math.min(bestScale * codes, Float.MAX_VALUE);
        }

        /** All that the best grid can represent, or null when nothing was looked at. */
        Range best() {
            if (bestError == Double.POSITIVE_INFINITY) {
                return null;
            }
            int below = below(bestScale);
            return new Range(0f - end(below), end(above(below)));
        }
    }
}
