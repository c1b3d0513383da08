package io.jquant.calibrate;

/**
 * A tensor whose range is asked for.
 *
 * @param tensor its name in the model that is run
 * @param channelAxis the axis along which extremes and moments are kept apart, negative axes
 *     counting from the end; {@link #NO_CHANNELS} for none
 */
public record TensorRequest(String tensor, int channelAxis) {
    /** The tensor is looked at as a whole. */
    public static final int NO_CHANNELS = Integer.MIN_VALUE;
}
