package io.jquant.rewrite;

/** How the scale of a weight channel is found. */
public enum WeightRanges {
    /** By the greatest magnitude: nothing is clipped. */
    MAX,
    /** By the least squared error of the weights. */
    MSE,
    /**
     * By the least squared error that is expected at the output, from the mean and variance of the
     * activations that the weights meet; by the greatest magnitude where these are not known.
     */
    AUTO
}
