package io.jquant.calibrate;

import io.jquant.support.Problem;

/**
 * The bins of a histogram that is keyed by the floating-point number itself: sign, exponent and the
 * leading bits of the mantissa. All bins of one sign and exponent are a block.
 *
 * <p>No extremes have to be known beforehand, so one pass over the data suffices, and two
 * histograms are merged by adding their counts: the result depends neither on the order of the data
 * nor on how it was cut up.
 *
 * <p>Resolution. {@code 2^K} uniform bins ({@code --histogram-bits K}, 12 unless told) on a grid of
 * powers of two spend {@code 2^(K-1)} bins on the larger side; their width is {@code 2^(E+2-K)}
 * when the largest magnitude lies in the octave above {@code 2^E}. With {@code K - 2} mantissa bits
 * the bins of that octave are just as wide, those of each octave below half as wide, and all their
 * borders are among the borders here: whatever the uniform histogram tells, this one tells exactly.
 * For K = 12 the octave of the maximum has 1024 bins, four to eight to a step of the quantization
 * grid that spans 0 … max, and twice as many with each octave by which a clipped range is smaller.
 * Nothing is lost near zero when one outlier stretches the range, where uniform bins fail.
 *
 * <p>Memory: 4 bytes a bin for the octaves that occur, about 25 of them for each sign in a tensor
 * of a network: 100 kB for each side at K = 12; and 8 bytes for the sums ({@link BinSums}) of four.
 *
 * @param mantissaBits leading bits of the mantissa that make up a bin
 */
record BinLayout(int mantissaBits) {
    /** Blocks of both signs. */
    static final int BLOCKS = 512;

    /** The blocks of one sign. */
    static final int EXPONENTS = 256;

    /** The exponent field of infinities and NaN. */
    static final int NOT_FINITE = 255;

    /** Bits of the mantissa of a float. */
    static final int MANTISSA = 23;

    static final int LEAST_BITS = 8;
    static final int MOST_BITS = 16;
    static final int DEFAULT_BITS = 12;
    private static final int MOST_GROUP_BITS = 8;

    /**
     * The layout for {@code --histogram-bits}.
     *
     * @throws io.jquant.support.JquantException when the number is out of bounds
     */
    static BinLayout ofHistogramBits(int bits) {
        if (bits < LEAST_BITS || bits > MOST_BITS) {
            throw Problem.HISTOGRAM_BITS.with(bits, LEAST_BITS, MOST_BITS);
        }
        return new BinLayout(bits - 2);
    }

    /**
     * The layout of the histograms of groups of samples: of the same or, from K = 10 on, of wider
     * bins; at most {@link #MOST_GROUP_BITS}, which leaves one or two to a step of the grid in the
     * octave of the maximum. See {@link SharpenedCounts}.
     */
    BinLayout ofGroups() {
        return new BinLayout(Math.min(mantissaBits, MOST_GROUP_BITS));
    }

    /** Bins in a block. */
    int blockLength() {
        return 1 << mantissaBits;
    }

    /** By how much the bits of a float are shifted to give the number of its bin. */
    int shift() {
        return MANTISSA - mantissaBits;
    }
}
