package io.jquant.recover;

/** What is done to ranges after they were chosen. */
public enum Refine {
    /** Nothing. */
    NONE,
    /** Layer by layer, the least error of the layer's quantized output: {@link LayerRefinement}. */
    MLE
}
