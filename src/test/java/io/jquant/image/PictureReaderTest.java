package io.jquant.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureReaderTest {
    @TempDir Path dir;

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    @Test
    void theContentTellsTheFormatNotTheName() throws IOException {
        Path file = dir.resolve("a.jpg");
        Files.write(file, PngMaker.rgb(1, 1, (byte) 1, (byte) 2, (byte) 3));
        assertArrayEquals(new byte[] {1, 2, 3}, PictureReader.read(file).data());
    }

    @Test
    void bmpAndGifKeepTheirColours() throws IOException, BadPicture {
        BufferedImage colours = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
        colours.setRGB(0, 0, 0xff0a141e);
        colours.setRGB(1, 0, 0xffff8001);
        byte[] want = {10, 20, 30, (byte) 255, (byte) 128, 1};
        assertArrayEquals(want, PictureReader.decode(written(colours, "bmp")).data());
        BufferedImage indexed = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.setRGB(0, 0, 0xff000000);
        indexed.setRGB(1, 0, 0xffff0000);
        assertArrayEquals(
                new byte[] {0, 0, 0, (byte) 255, 0, 0},
                PictureReader.decode(written(indexed, "gif")).data());
    }

    @Test
    void whatIsNoPictureIsCalledByItsName() throws IOException {
        assertRefused("it is text, not a picture", "hello, I am a text file\n");
        assertRefused("the file is empty", "");
        assertRefused("WebP is not supported", "RIFF\0\0\0\0WEBPVP8 ");
        assertRefused("TIFF is not supported", "II*\0....");
        assertRefused("PNM is not supported", "P6\n2 2\n255\n");
        assertRefused("HEIF and AVIF are not supported", "\0\0\0\30ftypheic\0\0\0\0");
        assertRefused("it is a zip file, not a picture", "PK\3\4....");
        assertRefused("it is no PNG, JPEG, BMP or GIF", "\1\2\3\4\5\6\7");
    }

    private void assertRefused(String why, String content) throws IOException {
        Path file = dir.resolve("b.png");
        Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
        JquantException e = assertThrows(JquantException.class, () -> PictureReader.read(file));
        assertEquals(Problem.PICTURE_BAD, e.problem());
        assertTrue(e.getMessage().startsWith(file + ": not a picture"), e.getMessage());
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    @Test
    void damagedBmpAndGifAreRefused() throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED);
        for (String format : new String[] {"bmp", "gif"}) {
            byte[] cut = java.util.Arrays.copyOf(written(image, format), 30);
            assertThrows(BadPicture.class, () -> PictureReader.decode(cut));
        }
    }

    @Test
    void missingFilesAreNamed() {
        Path file = dir.resolve("none.png");
        JquantException e = assertThrows(JquantException.class, () -> PictureReader.read(file));
        assertEquals(Problem.DATA_UNREADABLE, e.problem());
        assertTrue(e.getMessage().contains("no such file"), e.getMessage());
    }

    @Test
    void endingsOfPicturesAreKnownInAnyCase() {
        assertTrue(PictureReader.isPicture("A.JPG"));
        assertTrue(PictureReader.isPicture("b.jpeg"));
        assertTrue(!PictureReader.isPicture("c.npy"));
    }
}
