package io.jquant.calibrate;

/**
 * The Kullback-Leibler divergence between the distribution of a tensor's values, clipped to a grid,
 * and that of the values on the grid.
 *
 * <p>P are the counts of the {@link UniformBins} within the grid; those of the bins outside are
 * added to the border bins. Q spreads what lies in one cell of the grid, without what was clipped,
 * evenly over those bins of the cell that P occupies; a bin belongs to the cell that its centre
 * lies in. Where Q has nothing it is taken to have a ten thousandth of the least P. With running
 * sums of the counts c, of c·ln c and of the occupied bins
 *
 * <pre>KL = (1/N)·[Σ P ln P − Σ_k P_k ln(M_k / U_k)] − ln N + ln M</pre>
 *
 * for cells k with M_k values inside and U_k occupied bins: 255 look-ups.
 */
final class Divergence {
    /** Of the least P, where Q is zero. */
    private static final double FLOOR = 1e-4;

    private static final int SMALL = 64;

    private final Logarithm ln = new Logarithm();
    private final double[] lnOfSmall = new double[SMALL];
    private final double width;
    private final int first;
    private final double[] c;
    private final double[] values; // [i]: values in the bins below i
    private final double[] cLnC; // [i]: sum of c·ln c of the bins below i
    private final int[] occupied; // [i]: bins below i that hold values

    Divergence(UniformBins bins) {
        width = bins.width();
        first = bins.first();
        c = bins.counts();
        for (int i = 1; i < SMALL; i++) {
            lnOfSmall[i] = ln.of(i);
        }
        int n = c.length;
        values = new double[n + 1];
        cLnC = new double[n + 1];
        occupied = new int[n + 1];
        for (int i = 0; i < n; i++) {
            values[i + 1] = values[i] + c[i];
            cLnC[i + 1] = cLnC[i] + timesLn(c[i]);
            occupied[i + 1] = occupied[i] + (c[i] > 0 ? 1 : 0);
        }
    }

    /** The width of the bins: with a smaller step there is nothing to merge. */
    double width() {
        return width;
    }

    private double timesLn(double x) {
        return x > 0 ? x * ln.of(x) : 0;
    }

    /**
     * The divergence for a grid; infinite when its steps are smaller than a bin, or when nothing is
     * left within it.
     *
     * @param lowest the least number on the grid
     * @param codes how many numbers it has
     */
    double of(double lowest, double step, int codes) {
        if (step < width) {
            return Double.POSITIVE_INFINITY;
        }
        // A bin i belongs to cell k when its centre (first + i + ½)·w is k steps from the lowest.
        double perStep = step / width;
        double start = lowest / width - perStep / 2 - 0.5 - first;
        int from = bin(start);
        int to = bin(start + codes * perStep);
        double inside = values[to] - values[from];
        if (inside == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double below = values[from];
        double above = values[c.length] - values[to];
        int left = from;
        int right = to - 1;
        double sum = cLnC[to] - cLnC[from];
        if (left == right) {
            sum += timesLn(c[left] + below + above) - timesLn(c[left]);
        } else {
            sum += timesLn(c[left] + below) - timesLn(c[left]);
            sum += timesLn(c[right] + above) - timesLn(c[right]);
        }
        double n = values[c.length];
        double unmatched = 0;
        int a = from;
        for (int k = 1; k <= codes; k++) {
            int b = k == codes ? to : Math.min(to, bin(start + k * perStep));
            if (b <= a) {
                continue;
            }
            double mass = values[b] - values[a];
            int bins = occupied[b] - occupied[a];
            double p = mass;
            if (a == left) {
                p += below;
                bins += c[left] == 0 && below > 0 ? 1 : 0;
            }
            if (b == to) {
                p += above;
                boolean counted = c[right] > 0 || (left == right && below > 0);
                bins += !counted && above > 0 ? 1 : 0;
            }
            if (mass > 0) {
                sum -= p * (ln.of(mass) - (bins < SMALL ? lnOfSmall[bins] : ln.of(bins)));
            } else {
                unmatched += p;
            }
            a = b;
        }
        double kl = (sum + (n - unmatched) * ln.of(inside)) / n - ln.of(n);
        if (unmatched > 0) {
            kl -= unmatched / n * ln.of(FLOOR * least(left, right, below, above) / n);
        }
        return kl;
    }

    /** The first bin at or beyond a place. */
    private int bin(double place) {
        double i = Math.ceil(place);
        return i <= 0 ? 0 : i >= c.length ? c.length : (int) i;
    }

    /** The least P that is not zero. */
    private double least(int left, int right, double below, double above) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = left; i <= right; i++) {
            double p = c[i] + (i == left ? below : 0) + (i == right ? above : 0);
            if (p > 0 && p < least) {
                least = p;
            }
        }
        return least;
    }
}
