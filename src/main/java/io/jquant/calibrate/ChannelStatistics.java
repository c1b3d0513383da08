package io.jquant.calibrate;

/**
 * What calibration saw in each channel of a tensor; all arrays have one entry per channel, which is
 * 0 for a channel that never held a finite value.
 *
 * @param axis the channel axis as it was asked for
 * @param min least value
 * @param max greatest value
 * @param mean mean value
 * @param meanSquare mean of the squares
 */
public record ChannelStatistics(
        int axis, float[] min, float[] max, double[] mean, double[] meanSquare) {
    public int channels() {
        return min.length;
    }
}
