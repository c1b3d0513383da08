package io.jquant.calibrate;

/**
 * The magnitudes of the values of one sign, with the sums that give the error of a quantization
 * grid from one look-up for each of its thresholds.
 *
 * <p>Within a bin the values are taken to be spread evenly around their mean, as far as the bin and
 * the exact extremes leave room: in a sample of some ten thousand values, that they are spread over
 * the whole bin would be wrong by a quarter of a per cent of the error. Several in a bin between
 * empty ones are taken to be equal, as those of pixels are. Where means are not known, those in the
 * bins of the extremes are taken to lie at the extreme: a bin beyond which nothing comes holds one
 * value that is just there, or many that are piled up there behind a Clip, or by a Relu and what is
 * added to it.
 */
final class Tail {
    /**
     * So many values in a bin between empty ones are equal, as those of pixels are; of an even
     * spread some would lie in the neighbours.
     */
    private static final int ALONE = 4;

    private static final int DOUBLE_MANTISSA = 52;
    private static final int BIAS_DIFFERENCE = 1023 - 127;

    private final int shift; // of the bits of a double, to give the number of its bin
    private final long first; // the number of the first bin
    private final int last; // the index of the bin that holds the extreme, −1 when there is none
    private final double top; // the greatest magnitude
    private final double energy;
    private final int occupied;
    private final boolean located;
    private final double[] above; // [i]: number of values in the bins from i on
    private final double[] excess; // [i]: sum of what these have beyond the lower border of bin i
    private final double[] from; // [i]: where the values of bin i begin, from its lower border
    private final double[] half; // [i]: half of the stretch over which they are spread

    /**
     * @param negative which sign
     * @param least the exact least magnitude when all values of the tensor have this sign, else 0
     * @param top the exact greatest magnitude of this sign, 0 when there is none
     */
    Tail(BinCounts histogram, boolean negative, double least, double top) {
        BinLayout layout = histogram.layout();
        int block0 = negative ? BinLayout.EXPONENTS : 0;
        int low = 1;
        while (low < BinLayout.NOT_FINITE && histogram.isEmpty(block0 + low)) {
            low++;
        }
        this.top = top;
        shift = DOUBLE_MANTISSA - layout.mantissaBits();
        first = (long) (low + BIAS_DIFFERENCE) << layout.mantissaBits();
        if (low == BinLayout.NOT_FINITE) {
            last = -1;
            energy = 0;
            occupied = 0;
            located = true;
            above = new double[1];
            excess = new double[1];
            from = new double[1];
            half = new double[1];
            return;
        }
        last = bin(top);
        int bottom = bin(least); // below all bins when it is zero or subnormal
        above = new double[last + 2];
        excess = new double[last + 2];
        from = new double[last + 1];
        half = new double[last + 1];
        double squares = 0;
        int used = 0;
        boolean known = true;
        int mask = layout.blockLength() - 1;
        double next = 0;
        double count = histogram.in(block0 + low + (last >> layout.mantissaBits()), last & mask);
        for (int i = last; i >= 0; i--) {
            int block = block0 + low + (i >> layout.mantissaBits());
            double border = border(i);
            double width = border(i + 1) - border;
            int below = block0 + low + ((i - 1) >> layout.mantissaBits());
            double previous = i == 0 ? 0 : histogram.in(below, (i - 1) & mask);
            double mean = width * histogram.mean(block, i & mask);
            double spread = width * histogram.spread(block, i & mask);
            if (histogram.knowsMeans(block) && count >= ALONE && previous + next == 0) {
                spread = 0;
            }
            if (i == last || i == bottom) {
                double begin = i == bottom ? least - border : 0;
                double end = i == last ? top - border : width;
                if (!histogram.knowsMeans(block)) {
                    mean = i == last ? end : begin;
                }
                mean = Math.max(begin, Math.min(end, mean));
                spread = Math.min(spread, Math.min(mean - begin, end - mean));
            }
            from[i] = mean - spread;
            half[i] = spread;
            above[i] = above[i + 1] + count;
            excess[i] = excess[i + 1] + above[i + 1] * width + count * mean;
            double at = border + mean;
            squares += count * (at * at + spread * spread / 3);
            used += count > 0 ? 1 : 0;
            known &= count == 0 || i == last || i == bottom || histogram.knowsMeans(block);
            next = count;
            count = previous;
        }
        energy = squares;
        occupied = used;
        located = known;
    }

    /** The index of a magnitude's bin, −1 below all bins. */
    private int bin(double magnitude) {
        return (int) Math.max((Double.doubleToRawLongBits(magnitude) >>> shift) - first, -1);
    }

    private double border(int bin) {
        return Double.longBitsToDouble((first + bin) << shift);
    }

    /** Number of values. */
    double count() {
        return above[0];
    }

    /** The greatest magnitude, 0 when there are no values. */
    double top() {
        return top;
    }

    /** Sum of the squares. */
    double energy() {
        return energy;
    }

    /** How many bins hold values. */
    int occupied() {
        return occupied;
    }

    /** Are the means of the values in all bins known, or are these the extremes? */
    boolean isLocated() {
        return located;
    }

    /**
     * What the magnitudes have beyond a threshold, summed: {@code Σ max(0, |x| − t)}.
     *
     * @param t positive, or positive zero
     */
    double excess(double t) {
        if (t >= top) {
            return 0;
        }
        long bits = Double.doubleToRawLongBits(t + 0.0); // −0 has the sign bit set
        int bin = (int) Math.max((bits >>> shift) - first, -1);
        if (bin < 0) {
            return excess[0] + above[0] * (border(0) - t);
        }
        double into = t - Double.longBitsToDouble(bits >>> shift << shift);
        double beyond = excess[bin] - above[bin] * into;
        double past = into - from[bin]; // how far t is past the first of the bin's values
        if (past <= 0) {
            return beyond;
        }
        double inBin = above[bin] - above[bin + 1];
        double h = half[bin];
        return beyond + inBin * (past < 2 * h ? past * past / (4 * h) : past - h);
    }

    /**
     * Number of magnitudes beyond a threshold.
     *
     * @param t positive, or positive zero
     */
    double above(double t) {
        if (t >= top) {
            return 0;
        }
        int bin = bin(t);
        if (bin < 0) {
            return above[0];
        }
        double past = t - border(bin) - from[bin];
        double share = past < 0 ? 0 : past < 2 * half[bin] ? past / (2 * half[bin]) : 1;
        return above[bin] - (above[bin] - above[bin + 1]) * share;
    }

    /**
     * The magnitude beyond which so many values lie; 0 when there are not more than that.
     *
     * @param values not negative
     */
    double thresholdFor(double values) {
        if (values >= above[0]) {
            return 0;
        }
        int low = 0; // above[low] > values ≥ above[high]
        int high = last + 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (above[middle] > values) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double share = (values - above[high]) / (above[low] - above[high]);
        return Math.min(top, border(low) + from[low] + (1 - share) * 2 * half[low]);
    }
}
