package io.jquant.data.preprocess;

import io.jquant.image.ResizeFilter;
import io.jquant.tensor.ElementType;
import java.util.Arrays;

/**
 * How pictures become the tensor of one graph input: resize, crop, then {@code value = (pixel *
 * scale - mean) / std} in float32 for pixels 0 … 255.
 *
 * @param layout axis order, or null: that of the model's input, NCHW when it fits both
 * @param color the channels and their order; mean and std are in this order
 * @param resize how pictures get their size, or null when they keep it
 * @param filter the resize filter
 * @param crop the centre that is kept after resizing, or null for all; what lies outside is 0
 * @param scale factor of the pixels
 * @param mean subtracted after scaling: one number, or one for each channel
 * @param std divisor: one number, or one for each channel
 * @param type element type that the values are meant to have, or null: that of the model's input
 */
public record InputSpec(
        Layout layout,
        ColorOrder color,
        Resize resize,
        ResizeFilter filter,
        Size crop,
        double scale,
        double[] mean,
        double[] std,
        ElementType type) {
    /** RGB, values 0 … 255, the picture's own size. */
    public static final InputSpec PLAIN =
            new InputSpec(
                    null,
                    ColorOrder.RGB,
                    null,
                    ResizeFilter.BILINEAR,
                    null,
                    1,
                    new double[] {0},
                    new double[] {1},
                    null);

    public InputSpec withLayout(Layout to) {
        return new InputSpec(to, color, resize, filter, crop, scale, mean, std, type);
    }

    public InputSpec withColor(ColorOrder to) {
        return new InputSpec(layout, to, resize, filter, crop, scale, mean, std, type);
    }

    public InputSpec withResize(Resize to) {
        return new InputSpec(layout, color, to, filter, crop, scale, mean, std, type);
    }

    public InputSpec withFilter(ResizeFilter to) {
        return new InputSpec(layout, color, resize, to, crop, scale, mean, std, type);
    }

    public InputSpec withCrop(Size to) {
        return new InputSpec(layout, color, resize, filter, to, scale, mean, std, type);
    }

    public InputSpec withScale(double to) {
        return new InputSpec(layout, color, resize, filter, crop, to, mean, std, type);
    }

    public InputSpec withMean(double... to) {
        return new InputSpec(layout, color, resize, filter, crop, scale, to, std, type);
    }

    public InputSpec withStd(double... to) {
        return new InputSpec(layout, color, resize, filter, crop, scale, mean, to, type);
    }

    public InputSpec withType(ElementType to) {
        return new InputSpec(layout, color, resize, filter, crop, scale, mean, std, to);
    }

    /** The size that every picture gets, or null when it depends on the picture. */
    Size fixedSize() {
        return crop != null ? crop : resize == null ? null : resize.fixedSize();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof InputSpec s
                && layout == s.layout
                && color == s.color
                && java.util.Objects.equals(resize, s.resize)
                && filter == s.filter
                && java.util.Objects.equals(crop, s.crop)
                && Double.compare(scale, s.scale) == 0
                && Arrays.equals(mean, s.mean)
                && Arrays.equals(std, s.std)
                && type == s.type;
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(
                layout,
                color,
                resize,
                filter,
                crop,
                scale,
                Arrays.hashCode(mean),
                Arrays.hashCode(std),
                type);
    }
}
