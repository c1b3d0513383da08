package io.jquant.calibrate;

/**
 * A tensor whose range is asked for.
 *
 * @param tensor its name in the model that is run
 * @param channelAxis the axis along which extremes and moments are kept apart, negative axes
 *     counting from the end; {@link #NO_CHANNELS} for none
 * @param fullRange is the range to hold everything that was seen, whatever the method? Outputs of
 *     the graph are asked for like this unless the user wants them clipped
 */
public record TensorRequest(String tensor, int channelAxis, boolean fullRange) {
    /** The tensor is looked at as a whole. */
    public static final int NO_CHANNELS = Integer.MIN_VALUE;

    /** A tensor whose range the method may choose. */
    public TensorRequest(String tensor, int channelAxis) {
        this(tensor, channelAxis, false);
    }
}
