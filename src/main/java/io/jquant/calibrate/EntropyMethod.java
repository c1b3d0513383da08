package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import java.util.Arrays;

/**
 * The range whose grid has the least {@link Divergence} from the distribution of the values. Both
 * ends are searched: a table of fractions of the extremes, then finer ones around its best places.
 * Candidates come in falling order and must be better than what was found, so that among equals the
 * widest wins.
 */
record EntropyMethod() implements RangeMethod {
    /** A gain below this is rounding noise of the sums. */
    private static final double NOISE = 1e-9;

    /** Fractions of an extreme: finely at first, then for sides that hardly matter. */
    private static final double[] FRACTIONS = fractions();

    private static final int STEPS_OF_ONE_SIDE = 1024;

    /** How many of the best places of the table are looked at closely, and how. */
    private static final int REFINED = 3;

    private static final int EACH = 4;
    private static final double[] ROUNDS = {0.072, 0.03, 0.012};

    @Override
    public Keeps needs() {
        return Keeps.HISTOGRAM;
    }

    private static double[] fractions() {
        double[] f = new double[27];
        for (int i = 0; i < 19; i++) {
            f[i] = 1 - i * 0.05;
        }
        for (int i = 19; i < f.length; i++) {
            f[i] = f[i - 1] * 0.67;
        }
        return f;
    }

    @Override
    public Range choose(Statistics seen, Grid grid) {
        Range all = MinMaxMethod.of(seen.seen(), grid);
        if (FewValues.fewIn(seen) || FewValues.fewLevelsIn(new GridError(seen))) {
            return all;
        }
        Range ends = all.withZero();
        boolean centred = grid.isCentred(ends);
        Search search = new Search(new Divergence(new UniformBins(seen)), grid, ends, all, centred);
        if (centred || ends.min() == 0 || ends.max() == 0) {
            search.oneSide();
        } else {
            search.bothSides();
        }
        return search.best;
    }

    /** One search; candidates are fractions of the ends. */
    private static final class Search {
        private final Divergence divergence;
        private final Grid grid;
        private final Range ends;
        private final boolean centred;
        private Range best;
        private double least;
        private double bestHigh = 1;

        Search(Divergence divergence, Grid grid, Range ends, Range all, boolean centred) {
            this.divergence = divergence;
            this.grid = grid;
            this.ends = ends;
            this.centred = centred;
            best = all;
            least = of(all);
        }

        private double of(Range range) {
            QuantParams p = grid.params(range);
            double s = p.scale();
            int lowest = centred ? -QuantParams.HIGHEST : QuantParams.LOWEST;
            int codes = QuantParams.HIGHEST - lowest + 1;
            return divergence.of(s * (lowest - p.zeroPoint()), s, codes);
        }

        private double consider(double low, double high) {
            Range range = new Range((float) (ends.min() * low), (float) (ends.max() * high));
            double d = of(range);
            if (d < least - NOISE) {
                least = d;
                best = range;
                bestHigh = high;
            }
            return d;
        }

        void oneSide() {
            for (int i = STEPS_OF_ONE_SIDE; i > 0; i--) {
                double f = (double) i / STEPS_OF_ONE_SIDE;
                consider(f, f);
            }
            double centre = bestHigh;
            for (int i = EACH; i >= -EACH; i--) {
                double f = Math.min(1, centre + i / (EACH * (double) STEPS_OF_ONE_SIDE));
                consider(f, f);
            }
        }

        void bothSides() {
            int n = FRACTIONS.length;
            double[] table = new double[n * n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    table[i * n + j] = consider(FRACTIONS[i], FRACTIONS[j]);
                }
            }
            for (int r = 0; r < REFINED; r++) {
                int place = leastOf(table);
                if (table[place] == Double.POSITIVE_INFINITY) {
                    break;
                }
                closer(FRACTIONS[place / n], FRACTIONS[place % n]);
                blank(table, place / n, place % n);
            }
        }

        /** Three finer and finer tables around a place. */
        private void closer(double low, double high) {
            double l = low;
            double h = high;
            for (double step : ROUNDS) {
                double nearest = Double.POSITIVE_INFINITY;
                double centreLow = l;
                double centreHigh = h;
                for (int i = EACH; i >= -EACH; i--) {
                    for (int j = EACH; j >= -EACH; j--) {
                        double a = Math.min(1, centreLow * (1 + i * step));
                        double b = Math.min(1, centreHigh * (1 + j * step));
                        double d = consider(a, b);
                        if (d < nearest) {
                            nearest = d;
                            l = a;
                            h = b;
                        }
                    }
                }
            }
        }

        private static int leastOf(double[] table) {
            int best = 0;
            for (int i = 1; i < table.length; i++) {
                if (table[i] < table[best]) {
                    best = i;
                }
            }
            return best;
        }

        /** Takes a place and its neighbours out of the table. */
        private static void blank(double[] table, int row, int column) {
            int n = FRACTIONS.length;
            for (int i = Math.max(0, row - 1); i <= Math.min(n - 1, row + 1); i++) {
                Arrays.fill(
                        table,
                        i * n + Math.max(0, column - 1),
                        i * n + Math.min(n - 1, column + 1) + 1,
                        Double.POSITIVE_INFINITY);
            }
        }
    }
}
