package io.jquant.calibrate;

import io.jquant.grid.Range;

/**
 * What a range method decided for one tensor.
 *
 * @param range the chosen range
 * @param seen the exact extremes of the data
 * @param samples in how many samples the tensor was seen
 * @param clipped share of the finite elements that lie outside of the chosen range, 0 … 1
 * @param channels statistics per channel, or null when they were not asked for or the channel count
 *     varies
 * @param splitHalf how far the ranges that the even and the odd samples alone give lie apart, as a
 *     share of the chosen range's width (of the two ends, the greater difference); {@link #UNKNOWN}
 *     with fewer than two samples. Large values say that there are too few samples
 */
public record TensorRange(
        Range range,
        Range seen,
        long samples,
        double clipped,
        ChannelStatistics channels,
        double splitHalf) {
    /** The {@link #splitHalf} of a range that was not made from two halves. */
    public static final double UNKNOWN = Double.NaN;

    /** A range whose halves are not known. */
    public TensorRange(
            Range range, Range seen, long samples, double clipped, ChannelStatistics channels) {
        this(range, seen, samples, clipped, channels, UNKNOWN);
    }

    public TensorRange withoutChannels() {
        return new TensorRange(range, seen, samples, clipped, null, splitHalf);
    }

    public TensorRange withRange(Range other) {
        return new TensorRange(other, seen, samples, clipped, channels, splitHalf);
    }

    /** Another range, outside of which such a share of the elements lies. */
    public TensorRange withRange(Range other, double share) {
        return new TensorRange(other, seen, samples, share, channels, splitHalf);
    }
}
