package io.jquant.calibrate;

import io.jquant.grid.Range;

/**
 * What a range method decided for one tensor.
 *
 * @param range the chosen range
 * @param seen the exact extremes of the data
 * @param samples in how many samples the tensor was seen
 * @param clipped share of the elements that lie outside of the chosen range, 0 … 1
 * @param channels statistics per channel, or null when they were not asked for or the channel count
 *     varies
 */
public record TensorRange(
        Range range, Range seen, long samples, double clipped, ChannelStatistics channels) {
    public TensorRange withRange(Range other) {
        return new TensorRange(other, seen, samples, clipped, channels);
    }
}
