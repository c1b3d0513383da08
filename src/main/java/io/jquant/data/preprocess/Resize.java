package io.jquant.data.preprocess;

import io.jquant.image.Pixels;
import io.jquant.image.ResizeFilter;
import io.jquant.image.Resizer;

/** How a picture gets its new size. */
public sealed interface Resize {
    /** Where a letterboxed picture stands on its canvas. */
    enum Place {
        CENTER,
        CORNER
    }

    /** The picture's own new size, before it is set on a canvas. */
    LongSize scaled(int width, int height);

    /** The resized picture. */
    default Pixels apply(Pixels in, ResizeFilter filter) {
        LongSize to = scaled(in.width(), in.height());
        return Resizer.resize(in, (int) to.width(), (int) to.height(), filter);
    }

    /** The size that every picture gets, or null when it depends on the picture. */
    Size fixedSize();

    /** A size before it is known whether it is a sensible one. */
    record LongSize(long width, long height) {}

    /** Exactly this size; the aspect is not kept. */
    record Exact(Size size) implements Resize {
        @Override
        public LongSize scaled(int width, int height) {
            return new LongSize(size.width(), size.height());
        }

        @Override
        public Size fixedSize() {
            return size;
        }
    }

    /** The short side gets this length, the other one floor(side * long / short). */
    record ShortSide(int side) implements Resize {
        @Override
        public LongSize scaled(int width, int height) {
            return width <= height
                    ? new LongSize(side, (long) side * height / width)
                    : new LongSize((long) side * width / height, side);
        }

        @Override
        public Size fixedSize() {
            return null;
        }
    }

    /**
     * As large as fits on a canvas, with r = min(W / w, H / h): floor(w r + 0.5) by floor(h r +
     * 0.5), at least one pixel; the rest of the canvas is grey.
     *
     * @param fill sample value of the canvas, 0 … 255
     */
    record Letterbox(Size canvas, int fill, Place place) implements Resize {
        @Override
        public LongSize scaled(int width, int height) {
            double r = Math.min((double) canvas.width() / width, (double) canvas.height() / height);
            return new LongSize(
                    Math.max(1, (long) (width * r + 0.5)), Math.max(1, (long) (height * r + 0.5)));
        }

        @Override
        public Pixels apply(Pixels in, ResizeFilter filter) {
            Pixels small = Resize.super.apply(in, filter);
            boolean corner = place == Place.CORNER;
            int left = corner ? 0 : Math.floorDiv(canvas.width() - small.width(), 2);
            int top = corner ? 0 : Math.floorDiv(canvas.height() - small.height(), 2);
            return small.onCanvas(canvas.width(), canvas.height(), left, top, fill);
        }

        @Override
        public Size fixedSize() {
            return canvas;
        }
    }
}
