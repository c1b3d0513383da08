package io.jquant.calibrate;

import java.util.function.DoubleUnaryOperator;

/**
 * Finds the scale with the least cost: first geometric steps from the scale of the extremes
 * downwards, then finer steps around the best places. The cost of a scale is that of its best zero
 * point.
 *
 * <p>Where many values are equal (behind a Relu and an added constant, say) the error of a grid
 * rises and falls as codes pass them, with a period of 1/k for a value at code k; so the finer
 * steps are well below 1/255, and begin with a wide stretch around each place. Powers of two are
 * tried as well: whole numbers and fixed-point numbers, as of pixels, are exact there, and the
 * place is too narrow to be met by chance.
 */
final class ScaleSearch {
    private static final double COARSE = StrictMath.pow(2, -1.0 / 16);

    /** More than there are between the extremes and the median of any tensor that makes sense. */
    private static final int MOST_OCTAVES = 24;

    private static final int MOST_STEPS = 16 * MOST_OCTAVES;

    /** How many of the best coarse scales are looked at closely. */
    private static final int REFINED = 3;

    /** Around each of them: 26 scales on both sides, a quarter of a per cent apart. */
    private static final Round WIDE = new Round(26, 0.0025);

    /** Around the best of all. */
    private static final Round[] CLOSE = {new Round(20, 0.0005), new Round(5, 0.0001)};

    private final DoubleUnaryOperator cost;
    private final double widest;
    private final double[] scales = new double[MOST_STEPS];
    private final double[] costs = new double[MOST_STEPS];
    private int scanned;
    private double bestScale;
    private double bestCost = Double.POSITIVE_INFINITY;

    /**
     * Scales around a centre.
     *
     * @param each how many on each side
     * @param step their distance as a share of the centre
     */
    private record Round(int each, double step) {}

    private ScaleSearch(DoubleUnaryOperator cost, double widest) {
        this.cost = cost;
        this.widest = widest;
    }

    /**
     * The best scale, or 0 when no scale lies between the bounds.
     *
     * @param widest the scale that clips nothing
     * @param narrowest about the least scale that makes sense
     */
    static double best(DoubleUnaryOperator cost, double widest, double narrowest) {
        ScaleSearch search = new ScaleSearch(cost, widest);
        for (double s = widest; s >= narrowest && search.scanned < MOST_STEPS; s *= COARSE) {
            search.scales[search.scanned] = s;
            search.costs[search.scanned] = cost.applyAsDouble(s);
            search.scanned++;
        }
        search.powersOfTwo(narrowest);
        search.refine();
        return search.bestScale;
    }

    private void powersOfTwo(double narrowest) {
        double s = Math.scalb(1.0, Math.getExponent(widest));
        for (int i = 0; s >= narrowest && i < MOST_OCTAVES; i++) {
            consider(s, cost.applyAsDouble(s));
            s /= 2;
        }
    }

    private void refine() {
        boolean[] used = new boolean[scanned];
        for (int i = 0; i < REFINED; i++) {
            int place = bestUnused(used);
            if (place < 0) {
                break;
            }
            used[place] = true;
            consider(scales[place], costs[place]);
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
                    (i == 0 || costs[i] <= costs[i - 1])
                            && (i == scanned - 1 || costs[i] <= costs[i + 1]);
            if (valley && !used[i] && (best < 0 || costs[i] < costs[best])) {
                best = i;
            }
        }
        return best;
    }

    private void around(double centre, Round round) {
        for (int i = -round.each; i <= round.each; i++) {
            double s = centre * (1 + i * round.step);
            if (i != 0 && s <= widest && s > 0) {
                consider(s, cost.applyAsDouble(s));
            }
        }
    }

    private void consider(double scale, double c) {
        if (c < bestCost) {
            bestScale = scale;
            bestCost = c;
        }
    }
}
