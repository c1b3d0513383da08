package io.jquant.operator.image;

import io.jquant.image.PictureReader;
import io.jquant.image.Pixels;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** ImageDecoder: the bytes of a PNG, JPEG, BMP or GIF file to pixels (rows, columns, channels). */
public final class ImageDecoder implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.UINT8, SymbolicShape.of(-1, -1, format(node).channels));
    }

    private enum Format {
        RGB(3),
        BGR(3),
        GREY(1);

        private final int channels;

        Format(int channels) {
            this.channels = channels;
        }
    }

    private static Format format(NodeView node) {
        String name = node.attributes().getString("pixel_format", "RGB");
        return switch (name) {
            case "RGB" -> Format.RGB;
            case "BGR" -> Format.BGR;
            case "Grayscale" -> Format.GREY;
            default -> throw new IllegalArgumentException("pixel_format '" + name + "' is unknown");
        };
    }

    @Override
    public void run(Invocation call) {
        Tensor file = call.input(0);
        Format format = format(call);
        Pixels pixels = PictureReader.decodeFile(Arrays.copyOf(file.bytes(), file.size()));
        Pixels picture = format == Format.GREY ? pixels.toGrey() : pixels;
        Tensor out =
                call.output(
                        0,
                        ElementType.UINT8,
                        Shape.of(picture.height(), picture.width(), format.channels));
        byte[] from = picture.data();
        byte[] to = out.bytes();
        if (picture.channels() == format.channels && format != Format.BGR) {
            System.arraycopy(from, 0, to, 0, out.size());
            return;
        }
        boolean grey = picture.channels() == 1;
        for (int i = 0; i < out.size(); i += 3) {
            to[i] = grey ? from[i / 3] : from[i + (format == Format.BGR ? 2 : 0)];
            to[i + 1] = grey ? from[i / 3] : from[i + 1];
            to[i + 2] = grey ? from[i / 3] : from[i + (format == Format.BGR ? 0 : 2)];
        }
    }
}
