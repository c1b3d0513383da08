package io.jquant.calibrate;

/**
 * The magnitudes of the values of one sign, with the sums that give the error of a quantization
 * grid from one look-up for each of its thresholds.
 *
 * <p>Within a bin the values are taken to be spread evenly; the last bin ends at the exact extreme,
 * so that values piled up at a bound (behind a Clip) stay where they are.
 */
final class Tail {
    private static final int DOUBLE_MANTISSA = 52;
    private static final int BIAS_DIFFERENCE = 1023 - 127;

    private final int shift; // of the bits of a double, to give the number of its bin
    private final long first; // the number of the first bin
    private final int last; // the index of the bin that holds the extreme, −1 when there is none
    private final double top; // the extreme
    private final double energy;
    private final int occupied;
    private final double[] above; // [i]: number of values at or beyond the lower border of bin i
    private final double[] excess; // [i]: sum of what these values have beyond that border

    /**
     * @param negative which sign
     * @param extreme the exact greatest magnitude of that sign, 0 when there is none
     */
    Tail(Histogram histogram, boolean negative, double extreme) {
        BinLayout layout = histogram.layout();
        int block0 = negative ? BinLayout.EXPONENTS : 0;
        int low = 1;
        while (low < BinLayout.NOT_FINITE && histogram.isEmpty(block0 + low)) {
            low++;
        }
        int high = BinLayout.NOT_FINITE - 1;
        while (high > low && histogram.isEmpty(block0 + high)) {
            high--;
        }
        shift = DOUBLE_MANTISSA - layout.mantissaBits();
        first = (long) (low + BIAS_DIFFERENCE) << layout.mantissaBits();
        top = extreme;
        if (low == BinLayout.NOT_FINITE) {
            last = -1;
            energy = 0;
            occupied = 0;
            above = new double[1];
            excess = new double[1];
            return;
        }
        last = (int) ((Double.doubleToRawLongBits(extreme) >>> shift) - first);
        above = new double[last + 2];
        excess = new double[last + 2];
        double squares = 0;
        int used = 0;
        int mask = layout.blockLength() - 1;
        for (int i = last; i >= 0; i--) {
            double from = border(i);
            double to = i == last ? top : border(i + 1);
            double width = to - from;
            long count = histogram.count(block0 + low + (i >> layout.mantissaBits()), i & mask);
            above[i] = above[i + 1] + count;
            excess[i] = excess[i + 1] + above[i + 1] * width + count * (width / 2);
            squares += count * (from * from + from * width + width * width / 3);
            used += count > 0 ? 1 : 0;
        }
        energy = squares;
        occupied = used;
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

    /**
     * What the magnitudes have beyond a threshold, summed: {@code Σ max(0, |x| − t)}.
     *
     * @param t not negative
     */
    double excess(double t) {
        if (t >= top) {
            return 0;
        }
        long bits = Double.doubleToRawLongBits(t);
        int bin = (int) Math.max((bits >>> shift) - first, -1);
        if (bin < 0) {
            return excess[0] + above[0] * (border(0) - t);
        }
        double from = Double.longBitsToDouble(bits >>> shift << shift);
        double into = t - from;
        double width = (bin == last ? top : border(bin + 1)) - from;
        double inBin = above[bin] - above[bin + 1];
        return excess[bin] - into * (above[bin] - inBin * (into / width) / 2);
    }

    /**
     * Number of magnitudes at or beyond a threshold.
     *
     * @param t not negative
     */
    double above(double t) {
        if (t >= top) {
            return 0;
        }
        long bits = Double.doubleToRawLongBits(t);
        int bin = (int) Math.max((bits >>> shift) - first, -1);
        if (bin < 0) {
            return above[0];
        }
        double from = Double.longBitsToDouble(bits >>> shift << shift);
        double width = (bin == last ? top : border(bin + 1)) - from;
        return above[bin] - (above[bin] - above[bin + 1]) * ((t - from) / width);
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
        double to = low == last ? top : border(low + 1);
        double share = (values - above[high]) / (above[low] - above[high]);
        return to - share * (to - border(low));
    }
}
