package io.jquant.data.preprocess;

import io.jquant.data.input.ModelInput;
import io.jquant.image.Pixels;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/**
 * Turns pictures into the tensor of one graph input. Thread-safe.
 *
 * <p>Everything happens on 8-bit pixels until the last step, which is a table of 256 values for
 * each channel.
 */
public final class PictureInput {
    private static final long MOST_PIXELS = 1 << 26;

    private final ModelInput input;
    private final InputSpec spec;
    private final PictureAxes axes;
    private final ValueTable values;

    /**
     * @param origin where the preparation was taken from, for messages
     * @throws JquantException {@code PREPROCESS_MISFIT} when its results cannot fit the input
     */
    public PictureInput(ModelInput input, InputSpec spec, String origin) {
        this.input = input;
        this.spec = spec;
        if (!PictureAxes.fits(input) || !takesNumbers(input.type())) {
            throw misfit(
                    origin,
                    "is a tensor of " + input.typeText() + " " + input.shapeText() + ", no picture",
                    "give arrays for this input");
        }
        Layout layout =
                spec.layout() != null
                        ? spec.layout()
                        : PictureAxes.guess(input.shape(), spec.color());
        this.axes = PictureAxes.of(input.shape(), layout);
        checkChannels(origin);
        checkSize(origin);
        if (spec.type() != null && spec.type() != input.type()) {
            throw misfit(
                    origin,
                    "takes " + input.typeText() + ", dtype is " + ModelInput.text(spec.type()),
                    "leave dtype out");
        }
        this.values = ValueTable.of(spec, input.type());
        if (values == null) {
            throw misfit(
                    origin,
                    "takes " + input.typeText() + ", the values are fractions or out of its range",
                    "use the preset raw, or scale, mean and std that give whole numbers");
        }
    }

    /** Can pictures become tensors of this type? */
    static boolean takesNumbers(ElementType type) {
        return ValueTable.canHold(type);
    }

    private void checkChannels(String origin) {
        SymbolicShape shape = input.shape();
        int channels = spec.color().channels();
        if (shape == null
                || !shape.dim(axes.channel()).isKnown()
                || shape.size(axes.channel()) == channels) {
            return;
        }
        Layout other = axes.layout() == Layout.NCHW ? Layout.NHWC : Layout.NCHW;
        long have = shape.size(axes.channel());
        String fit;
        if (shape.size(PictureAxes.of(shape, other).channel()) == channels) {
            fit = "use layout " + other;
        } else if (have == 1) {
            fit = "use color GRAY, with one mean and std";
        } else if (have == 3) {
            fit = "use color RGB or BGR";
        } else {
            fit = "give arrays for this input";
        }
        throw misfit(
                origin,
                "takes "
                        + input.shapeText()
                        + ", so "
                        + have
                        + " channels in layout "
                        + axes.layout()
                        + "; "
                        + spec.color()
                        + " has "
                        + channels,
                fit);
    }

    private void checkSize(String origin) {
        Size made = spec.fixedSize();
        if (input.shape() == null || made == null) {
            return;
        }
        long h = input.shape().size(axes.height());
        long w = input.shape().size(axes.width());
        if ((h >= 0 && h != made.height()) || (w >= 0 && w != made.width())) {
            throw misfit(
                    origin,
                    "takes " + input.shapeText() + ", pictures come out as " + made,
                    advice());
        }
    }

    /** How to get pictures of the size that the input has. */
    private String advice() {
        Size size = axes.size(input.shape());
        if (size == null) {
            return "use a resize or crop of the input's size";
        }
        boolean square = size.width() == size.height();
        return "use a resize to " + size + (square ? " or a crop of " + size.width() : "");
    }

    private JquantException misfit(String origin, String why, String what) {
        return Problem.PREPROCESS_MISFIT.with(origin, "input '" + input.name() + "' " + why, what);
    }

    /** How many channels the decoded picture should have. */
    public boolean isGrey() {
        return spec.color() == ColorOrder.GRAY;
    }

    /**
     * The tensor of a picture, with a batch axis of 1 unless the input has rank 3.
     *
     * @param file name of the picture, for messages
     */
    public Tensor tensor(Pixels picture, String file) {
        Pixels p = isGrey() ? picture.toGrey() : picture;
        if (spec.resize() != null) {
            Resize.LongSize to = spec.resize().scaled(p.width(), p.height());
            if (to.width() * to.height() > MOST_PIXELS) {
                throw Problem.PICTURE_BAD.with(
                        file,
                        "resized it would have " + to.width() + "x" + to.height() + " pixels");
            }
            p = spec.resize().apply(p, spec.filter());
        }
        if (spec.crop() != null) {
            Size c = spec.crop();
            p =
                    p.window(
                            Math.floorDiv(p.width() - c.width(), 2),
                            Math.floorDiv(p.height() - c.height(), 2),
                            c.width(),
                            c.height());
        }
        checkPicture(p, file);
        return values.tensor(p, axes.layout(), shape(p));
    }

    private void checkPicture(Pixels p, String file) {
        SymbolicShape s = input.shape();
        if (s == null) {
            return;
        }
        long h = s.size(axes.height());
        long w = s.size(axes.width());
        if ((h >= 0 && h != p.height()) || (w >= 0 && w != p.width())) {
            throw Problem.SAMPLE_SHAPE.with(
                    file, input.name(), s, shape(p), "prepare it to the input's size: " + advice());
        }
    }

    private Shape shape(Pixels p) {
        long c = spec.color().channels();
        long h = p.height();
        long w = p.width();
        boolean batch = input.shape() == null || input.shape().rank() == 4;
        if (axes.layout() == Layout.NCHW) {
            return batch ? Shape.of(1, c, h, w) : Shape.of(c, h, w);
        }
        return batch ? Shape.of(1, h, w, c) : Shape.of(h, w, c);
    }
}
