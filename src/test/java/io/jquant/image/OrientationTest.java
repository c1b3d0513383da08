package io.jquant.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OrientationTest {
    /** The letters of two rows of three, turned upright; rows are parted by spaces. */
    private static String turned(int orientation) {
        Pixels in = new Pixels(3, 2, 1, "abcdef".getBytes(StandardCharsets.ISO_8859_1));
        Pixels out = Orientation.upright(in, orientation);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            text.append(i > 0 && i % out.width() == 0 ? " " : "").append((char) out.data()[i]);
        }
        return text.toString();
    }

    @Test
    void everyValueTurnsAsExifDefines() {
        assertEquals("abc def", turned(1));
        assertEquals("cba fed", turned(2)); // mirrored
        assertEquals("fed cba", turned(3)); // by 180 degrees
        assertEquals("def abc", turned(4)); // upside down, mirrored
        assertEquals("ad be cf", turned(5)); // row 0 is the left side
        assertEquals("da eb fc", turned(6)); // row 0 is the right side
        assertEquals("fc eb da", turned(7)); // row 0 is the right side, upwards
        assertEquals("cf be ad", turned(8)); // row 0 is the left side, upwards
    }

    @Test
    void pixelsOfThreeSamplesStayTogether() {
        Pixels in = new Pixels(2, 1, 3, new byte[] {1, 2, 3, 4, 5, 6});
        Pixels out = Orientation.upright(in, 8);
        assertEquals(1, out.width());
        assertEquals(4, out.data()[0]);
        assertEquals(3, out.data()[5]);
    }

    @Test
    void unknownValuesTurnNothing() {
        Pixels in = new Pixels(1, 1, 1, new byte[1]);
        assertSame(in, Orientation.upright(in, 0));
        assertSame(in, Orientation.upright(in, 9));
        assertSame(in, Orientation.upright(in, 65535));
    }

    @Test
    void bothByteOrdersOfExifAreRead() {
        byte[] little = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0};
        assertEquals(6, Exif.orientation(little, 0, little.length));
        byte[] big = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0};
        assertEquals(8, Exif.orientation(big, 0, big.length));
        byte[] xmp = "<x tiff:Orientation=\"3\"/>".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(3, Exif.orientationOfXmp(xmp, 0, xmp.length));
    }

    @Test
    void damagedExifSaysNothing() {
        byte[] big = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0};
        for (int length = 0; length < big.length; length++) {
            assertEquals(Exif.NONE, Exif.orientation(big, 0, length));
        }
        for (int at = 0; at < big.length; at++) {
            byte[] bad = big.clone();
            bad[at] = (byte) 0xff;
            Exif.orientation(bad, 0, bad.length); // must not fail
        }
    }
}
