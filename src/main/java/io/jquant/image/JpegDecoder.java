package io.jquant.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * Decodes JPEG: the samples come from the JDK's decoder as they are stored, the colours are made
 * here, so that profiles and guesses of the imaging library have no say. Same integers as the
 * Independent JPEG Group's library, and so as Pillow.
 */
final class JpegDecoder {
    private JpegDecoder() {}

    static Pixels decode(byte[] file) throws BadPicture {
        JpegSegments segments = JpegSegments.parse(file);
        JpegSegments.Colors colors = segments.colors();
        Raster raster = raster(segments.leanFile());
        byte[] stored = ((DataBufferByte) raster.getDataBuffer()).getData();
        int width = raster.getWidth();
        int height = raster.getHeight();
        int expected = width * height * JpegColors.components(colors);
        if (stored.length != expected) {
            throw new IllegalStateException(
                    "JPEG decoder gave " + stored.length + " samples, expected " + expected);
        }
        byte[] data = JpegColors.toGreyOrRgb(colors, stored);
        Pixels pixels = new Pixels(width, height, data.length / (width * height), data);
        return Orientation.upright(pixels, segments.orientation());
    }

    private static Raster raster(byte[] lean) throws BadPicture {
        ByteImageInput in = new ByteImageInput(lean);
        ImageReader reader = JdkReaders.create("jpeg");
        try {
            reader.setInput(in, true, true);
            Raster raster = reader.readRaster(0, null);
            if (in.exhausted()) {
                throw new BadPicture("its pixels end too early");
            }
            return raster;
        } catch (IOException | RuntimeException e) {
            throw JdkReaders.bad(e);
        } finally {
            reader.dispose();
        }
    }
}
