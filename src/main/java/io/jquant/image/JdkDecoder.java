package io.jquant.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/** Decodes the formats that are left to the JDK altogether: BMP, and the first frame of a GIF. */
final class JdkDecoder {
    /** A GIF code of 12 bits can stand for 4096 pixels. */
    private static final double PIXELS_PER_BYTE = 4096;

    private JdkDecoder() {}

    static Pixels decode(byte[] file, String format) throws BadPicture {
        ImageReader reader = JdkReaders.create(format);
        try {
            reader.setInput(new ByteImageInput(file), true, true);
            PictureLimits.check(
                    reader.getWidth(0), reader.getHeight(0), file.length, PIXELS_PER_BYTE);
            return pixels(reader.read(0));
        } catch (IOException | RuntimeException e) {
            throw JdkReaders.bad(e);
        } finally {
            reader.dispose();
        }
    }

    private static Pixels pixels(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) { // getRGB would brighten it
            byte[] grey = new byte[width * height];
            image.getRaster().getDataElements(0, 0, width, height, grey);
            return new Pixels(width, height, 1, grey);
        }
        Pixels out = Pixels.black(width, height, 3);
        byte[] data = out.data();
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                data[at++] = (byte) (argb >> 16);
                data[at++] = (byte) (argb >> 8);
                data[at++] = (byte) argb;
            }
        }
        return out;
    }
}
