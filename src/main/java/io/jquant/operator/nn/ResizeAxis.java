package io.jquant.operator.nn;

/**
 * How an axis is resized: the sizes, the scale, and where in the input an element of the output
 * lies (ONNX Resize, attribute {@code coordinate_transformation_mode}). Places are computed in
 * float, as ONNX Runtime does: which neighbour is nearest may hang on the last bit.
 *
 * @param in size of the input
 * @param out size of the output
 * @param scale output by input, as asked for or as the sizes give it
 * @param start begin of the region of interest, as a share of the input
 * @param end end of the region of interest
 */
record ResizeAxis(int in, int out, float scale, float start, float end) {
    boolean isIdentity(String mode) {
        return in == out && scale == 1 && !mode.equals("tf_crop_and_resize");
    }

    /** The place in the input, in elements, of an element of the output. */
    float source(String mode, int x) {
        return switch (mode) {
            case "asymmetric" -> x / scale;
            case "half_pixel" -> (x + 0.5f) / scale - 0.5f;
            case "half_pixel_symmetric" -> {
                float adjustment = out / (scale * in);
                float center = in / 2f;
                yield center * (1 - adjustment) + ((x + 0.5f) / scale - 0.5f);
            }
            case "pytorch_half_pixel" -> out > 1 ? (x + 0.5f) / scale - 0.5f : 0;
            case "tf_half_pixel_for_nn" -> (x + 0.5f) / scale;
            case "align_corners" -> {
                float last = scale * in - 1;
                yield out == 1 || last <= 0 ? 0 : x * (float) (in - 1) / last;
            }
            case "tf_crop_and_resize" ->
                    out > 1
                            ? start * (in - 1) + x * (end - start) * (in - 1) / (out - 1)
                            : 0.5f * (start + end) * (in - 1);
            default ->
                    throw new IllegalArgumentException(
                            "coordinate_transformation_mode '" + mode + "' is unknown");
        };
    }
}
