package io.jquant.data.preprocess;

import io.jquant.data.input.ModelInput;
import io.jquant.tensor.SymbolicShape;

/**
 * Which axes of a model's input are those of a picture. An input of rank 4 has a batch axis in
 * front, one of rank 3 has none.
 */
record PictureAxes(Layout layout, int channel, int height, int width) {
    /** Can an input of this shape take pictures at all? */
    static boolean fits(ModelInput input) {
        SymbolicShape s = input.shape();
        return s == null || s.rank() == 3 || s.rank() == 4;
    }

    static PictureAxes of(SymbolicShape shape, Layout layout) {
        int first = shape == null || shape.rank() == 4 ? 1 : 0;
        return layout == Layout.NCHW
                ? new PictureAxes(layout, first, first + 1, first + 2)
                : new PictureAxes(layout, first + 2, first, first + 1);
    }

    /** The layout that the channel count points to; NCHW when it fits both or none. */
    static Layout guess(SymbolicShape shape, ColorOrder color) {
        if (shape == null || (shape.rank() != 3 && shape.rank() != 4)) {
            return Layout.NCHW;
        }
        long first = shape.size(-3);
        long last = shape.size(-1);
        if (first == color.channels() || last == color.channels()) {
            return first == color.channels() ? Layout.NCHW : Layout.NHWC;
        }
        // Neither fits: at least see it as what it must be, for a message that helps.
        boolean onlyLast = (last == 1 || last == 3) && first != 1 && first != 3;
        return onlyLast ? Layout.NHWC : Layout.NCHW;
    }

    /** The picture size that the model's input has, or null when it is not fixed. */
    Size size(SymbolicShape shape) {
        if (shape == null || !shape.dim(height).isKnown() || !shape.dim(width).isKnown()) {
            return null;
        }
        long h = shape.size(height);
        long w = shape.size(width);
        return h < 1 || w < 1 || h > Size.MOST || w > Size.MOST ? null : new Size((int) w, (int) h);
    }
}
