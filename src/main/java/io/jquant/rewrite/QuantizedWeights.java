package io.jquant.rewrite;

/**
 * The codes of a constant weight.
 *
 * @param codes int8 codes in [-127, 127], laid out as the weight
 * @param scales one, or one per output channel
 * @param axis the axis of the output channels, or -1 when there is one scale
 * @param biasShift what rounding took from the mean of each output, to be given back by the bias;
 *     null when there is nothing to give back
 * @param guarded how many output channels were changed to keep pair sums below the limit
 * @param biasRaised how many scales were raised so that the bias fits into 32 bits
 */
record QuantizedWeights(
        byte[] codes, float[] scales, int axis, double[] biasShift, int guarded, int biasRaised) {}
