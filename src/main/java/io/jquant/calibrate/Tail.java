package io.jquant.calibrate;

/**
 * The magnitudes of the values of one sign, with the sums that give the error of a quantization
 * grid from one look-up for each of its thresholds.
 *
 * <p>Within a bin the values are taken to be spread evenly. In the bins of the exact extremes they
 * are taken to lie at the extreme: a bin beyond which nothing comes holds one value that is just
 * there, or many that are piled up there behind a Clip, or by a Relu and what is added to it.
 */
final class Tail {
    private static final int DOUBLE_MANTISSA = 52;
    private static final int BIAS_DIFFERENCE = 1023 - 127;

    private final int shift; // of the bits of a double, to give the number of its bin
    private final long remainder; // the bits that tell where in its bin a double lies
    private final double ofRemainder; // turns them into a share of its width
    private final long first; // the number of the first bin
    private final int last; // the index of the bin that holds the extreme, −1 when there is none
    private final double top; // the greatest magnitude
    private final double least; // the least magnitude, if its bin is known
    private final int bottom; // the index of the bin that holds it, or −1
    private final double energy;
    private final int occupied;
    private final double[] above; // [i]: number of values in the bins from i on
    private final double[] excess; // [i]: sum of what these have beyond the lower border of bin i

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
        this.least = least;
        shift = DOUBLE_MANTISSA - layout.mantissaBits();
        remainder = (1L << shift) - 1;
        ofRemainder = Math.scalb(1.0, -shift);
        first = (long) (low + BIAS_DIFFERENCE) << layout.mantissaBits();
        if (low == BinLayout.NOT_FINITE) {
            last = -1;
            bottom = -1;
            energy = 0;
            occupied = 0;
            above = new double[1];
            excess = new double[1];
            return;
        }
        last = bin(top);
        bottom = bin(least); // below all bins when it is zero or subnormal
        above = new double[last + 2];
        excess = new double[last + 2];
        double squares = 0;
        int used = 0;
        int mask = layout.blockLength() - 1;
        for (int i = last; i >= 0; i--) {
            double from = border(i);
            double width = (i == last ? top : border(i + 1)) - from;
            double count = histogram.in(block0 + low + (i >> layout.mantissaBits()), i & mask);
            above[i] = above[i + 1] + count;
            double mean = width / 2;
            double meanSquare = from * from + from * width + width * width / 3;
            if (i == last || i == bottom) {
                double at = i == last ? top : least;
                mean = at - from;
                meanSquare = at * at;
            }
            excess[i] = excess[i + 1] + above[i + 1] * width + count * mean;
            squares += count * meanSquare;
            used += count > 0 ? 1 : 0;
        }
        energy = squares;
        occupied = used;
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
        if (bin == last) {
            return above[bin] * (top - t);
        }
        double into = t - Double.longBitsToDouble(bits >>> shift << shift);
        if (bin == bottom) {
            return t < least
                    ? excess[bin] - above[bin] * into
                    : excess[bin + 1] + above[bin + 1] * (border(bin + 1) - t);
        }
        double share = (bits & remainder) * ofRemainder; // of the bin's width that t is into it
        double inBin = above[bin] - above[bin + 1];
        return excess[bin] - into * (above[bin] - inBin * share / 2);
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
        if (bin == last) {
            return above[bin];
        }
        if (bin == bottom) {
            return t < least ? above[bin] : above[bin + 1];
        }
        double from = border(bin);
        return above[bin] - (above[bin] - above[bin + 1]) * ((t - from) / (border(bin + 1) - from));
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
        if (low == last) {
            return top;
        }
        if (low == bottom) {
            return least;
        }
        double to = border(low + 1);
        double share = (values - above[high]) / (above[low] - above[high]);
        return to - share * (to - border(low));
    }
}
