package io.jquant.rewrite;

import io.jquant.calibrate.ChannelStatistics;

/**
 * Mean and variance of the activations that a heavy operator reads.
 *
 * @param mean of each input channel, all groups together
 * @param variance of each input channel
 */
record InputMoments(double[] mean, double[] variance) {
    /**
     * How much of a squared shift of the mean does not count as error where the bias gives the mean
     * back. Half, measured, is better than all and nothing: at padded borders the mean is another.
     */
    static final double RETURNED = 0.5;

    static InputMoments of(ChannelStatistics seen) {
        double[] mean = seen.mean().clone();
        double[] variance = new double[mean.length];
        for (int c = 0; c < mean.length; c++) {
            double square = seen.meanSquare()[c];
            if (!Double.isFinite(mean[c]) || !Double.isFinite(square)) {
                mean[c] = 0;
                square = 0;
            }
            variance[c] = Math.max(0, square - mean[c] * mean[c]);
        }
        return new InputMoments(mean, variance);
    }
}
