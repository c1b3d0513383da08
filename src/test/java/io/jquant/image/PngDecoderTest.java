package io.jquant.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngDecoderTest {
    private static byte[] b(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }

    private static PngMaker png(int width, int height, int bits, int colorType) {
        return new PngMaker().header(width, height, bits, colorType, 0);
    }

    private static void assertPixels(byte[] expected, int channels, byte[] file) throws BadPicture {
        Pixels got = PngDecoder.decode(file);
        assertEquals(channels, got.channels());
        assertArrayEquals(expected, got.data());
    }

    @Test
    void rgbIsTakenAsItIs() throws BadPicture {
        assertPixels(b(1, 2, 3, 250, 251, 252), 3, PngMaker.rgb(2, 1, b(1, 2, 3, 250, 251, 252)));
    }

    @Test
    void allFiltersAreUndone() throws BadPicture {
        byte[] rows =
                b(
                        0, 10, 20, 30, // none
                        1, 10, 10, 10, // left
                        2, 1, 1, 1, // above
                        3, 5, 5, 5, // mean of left and above
                        4, 7, 7, 7); // Paeth
        // Row by row by hand: 10 20 30; 10 20 30; 11 21 31; 5+5=10 5+15=20 5+25=30;
        // Paeth: left 0, above 10 -> 17; 17+20-10=27 nearest above 20 -> 27; 27+30-20=37 -> 37
        assertPixels(
                b(10, 20, 30, 10, 20, 30, 11, 21, 31, 10, 20, 30, 17, 27, 37),
                1,
                png(3, 5, 8, 0).data(rows).end());
    }

    @Test
    void palettesAreLookedUp() throws BadPicture {
        byte[] file =
                png(5, 1, 2, 3)
                        .chunk("PLTE", b(0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90))
                        .chunk("tRNS", b(0, 128))
                        .data(b(0, 0b00011011, 0b01000000))
                        .end();
        assertPixels(b(0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 10, 20, 30), 3, file);
    }

    @Test
    void greyOfFewBitsIsSpreadToTheWholeRange() throws BadPicture {
        assertPixels(b(0, 255, 255, 0), 1, png(4, 1, 1, 0).data(b(0, 0b01100000)).end());
        assertPixels(b(0, 85, 170, 255), 1, png(4, 1, 2, 0).data(b(0, 0b00011011)).end());
        assertPixels(b(0, 0x22, 255), 1, png(3, 1, 4, 0).data(b(0, 0x02, 0xf0)).end());
    }

    @Test
    void ofSixteenBitsTheHighByteIsKept() throws BadPicture {
        assertPixels(b(0x12, 0xff), 1, png(2, 1, 16, 0).data(b(0, 0x12, 0x34, 0xff, 0x80)).end());
        assertPixels(b(1, 3, 5), 3, png(1, 1, 16, 6).data(b(0, 1, 2, 3, 4, 5, 6, 7, 8)).end());
    }

    @Test
    void alphaIsDropped() throws BadPicture {
        assertPixels(b(9, 8, 7), 3, png(1, 1, 8, 6).data(b(0, 9, 8, 7, 0)).end());
        assertPixels(b(9, 5), 1, png(2, 1, 8, 4).data(b(0, 9, 0, 5, 255)).end());
    }

    @Test
    void interlacedRowsAreBroughtIntoPlace() throws BadPicture {
        // 3 x 3: pass 1 has (0,0); 4: (2,0); 5: rows 2 of columns 0 and 2; 6: column 1 of rows 0,
        // 2;
        // 7: row 1. Passes 2 and 3 are empty.
        byte[] rows = b(0, 1, 0, 3, 0, 7, 9, 0, 2, 0, 8, 0, 4, 5, 6);
        byte[] file = new PngMaker().header(3, 3, 8, 0, 1).data(rows).end();
        assertPixels(b(1, 2, 3, 4, 5, 6, 7, 8, 9), 1, file);
    }

    @Test
    void pixelsMayComeInManyParts() throws BadPicture {
        byte[] z = PngMaker.deflated(b(0, 1, 2, 3, 0, 4, 5, 6));
        PngMaker m = png(1, 2, 8, 2);
        for (byte part : z) {
            m.chunk("IDAT", part);
        }
        assertPixels(b(1, 2, 3, 4, 5, 6), 3, m.end());
    }

    @Test
    void orientationInExifIsApplied() throws BadPicture {
        byte[] exif = b('M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0);
        byte[] file = png(2, 1, 8, 0).chunk("eXIf", exif).data(b(0, 1, 2)).end();
        assertPixels(b(2, 1), 1, file);
    }

    @Test
    void decodesWhatTheJdkWrites() throws BadPicture, IOException {
        Random random = new Random(5);
        for (int type :
                new int[] {
                    BufferedImage.TYPE_3BYTE_BGR,
                    BufferedImage.TYPE_BYTE_GRAY,
                    BufferedImage.TYPE_INT_ARGB,
                    BufferedImage.TYPE_BYTE_BINARY,
                    BufferedImage.TYPE_BYTE_INDEXED
                }) {
            BufferedImage image = new BufferedImage(37, 21, type);
            for (int y = 0; y < 21; y++) {
                for (int x = 0; x < 37; x++) {
                    image.setRGB(x, y, random.nextInt() | 0xff000000);
                }
            }
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            assertTrue(ImageIO.write(image, "png", file));
            Pixels got = PngDecoder.decode(file.toByteArray());
            if (type == BufferedImage.TYPE_BYTE_GRAY) {
                byte[] want = new byte[37 * 21];
                image.getRaster().getDataElements(0, 0, 37, 21, want);
                assertArrayEquals(want, got.data());
                continue;
            }
            for (int i = 0; i < 37 * 21; i++) {
                int rgb = image.getRGB(i % 37, i / 37);
                int c = got.channels();
                assertEquals((byte) (rgb >> 16), got.data()[i * c], "type " + type);
                assertEquals((byte) rgb, got.data()[i * c + c - 1], "type " + type);
            }
        }
    }

    @Test
    void filesThatAreCutOffAreRefused() {
        byte[] noise = new byte[18];
        new Random(1).nextBytes(noise);
        byte[] whole = PngMaker.rgb(3, 2, noise);
        int pixelsEnd = whole.length - 12 - 4 - 4 - 2; // IEND, two check sums, end of the stream
        for (int length = 8; length < pixelsEnd; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(BadPicture.class, () -> PngDecoder.decode(cut), "length " + length);
        }
    }

    @Test
    void damagedBytesNeverDoWorseThanARefusal() {
        byte[] whole =
                png(5, 2, 2, 3)
                        .chunk("PLTE", b(0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90))
                        .data(b(0, 1, 2, 4, 3, 4))
                        .end();
        for (int at = 8; at < whole.length; at++) {
            for (int flip : new int[] {1, 0x80, 0xff}) {
                byte[] bad = whole.clone();
                bad[at] ^= (byte) flip;
                try {
                    PngDecoder.decode(bad);
                } catch (BadPicture e) {
                    assertTrue(e.getMessage().length() > 5);
                }
            }
        }
    }

    @Test
    void hugeSizesAreRefusedBeforeTheyAreAllocated() {
        byte[] file = png(60000, 60000, 8, 2).data(new byte[100]).end();
        BadPicture e = assertThrows(BadPicture.class, () -> PngDecoder.decode(file));
        assertTrue(e.getMessage().contains("60000x60000"), e.getMessage());
        byte[] small = png(10000, 10000, 8, 2).data(new byte[100]).end();
        BadPicture cannot = assertThrows(BadPicture.class, () -> PngDecoder.decode(small));
        assertTrue(cannot.getMessage().contains("cannot hold"), cannot.getMessage());
    }

    @Test
    void wrongCheckSumsColoursAndHeadersAreNamed() {
        byte[] broken = PngMaker.rgb(1, 1, new byte[3]);
        broken[broken.length - 13]++;
        assertMessage("the check sum of its part IDAT is wrong", broken);
        assertMessage(
                "it uses colours that its palette does not have",
                png(1, 1, 8, 3).chunk("PLTE", b(1, 2, 3)).data(b(0, 1)).end());
        assertMessage("colour type 5 with 8 bits is no PNG", png(1, 1, 8, 5).end());
        assertMessage("colour type 2 with 4 bits is no PNG", png(1, 1, 4, 2).end());
        assertMessage("filter 7 of its rows is not known", png(1, 1, 8, 0).data(b(7, 1)).end());
        assertMessage("its pixels end too early", png(2, 2, 8, 0).data(b(0, 1, 2)).end());
        assertMessage("it has no pixels or no palette", png(2, 2, 8, 0).end());
    }

    private static void assertMessage(String expected, byte[] file) {
        assertEquals(
                expected,
                assertThrows(BadPicture.class, () -> PngDecoder.decode(file)).getMessage());
    }
}
