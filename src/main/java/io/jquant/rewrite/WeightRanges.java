package io.jquant.rewrite;

/** How the scale of a weight channel is found. */
public enum WeightRanges {
    /** By the greatest magnitude: nothing is clipped. */
    MAX,
    /** By the least squared error of the weights. */
    MSE,
    /**
     * By the least squared error where that lowers the error weighted by the energy of the
     * activations that the weights meet, otherwise by the greatest magnitude.
     */
    AUTO
}
