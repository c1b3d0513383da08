package io.jquant.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PixelsTest {
    private static Pixels twoByTwo() {
        return new Pixels(2, 2, 1, new byte[] {1, 2, 3, 4});
    }

    @Test
    void windowsMayReachBeyondThePicture() {
        assertArrayEquals(new byte[] {4}, twoByTwo().window(1, 1, 1, 1).data());
        assertArrayEquals(
                new byte[] {0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0},
                twoByTwo().window(-1, -1, 4, 3).data());
        assertArrayEquals(new byte[] {0, 0}, twoByTwo().window(5, 0, 2, 1).data());
        assertArrayEquals(new byte[] {0, 0}, twoByTwo().window(-7, -9, 1, 2).data());
    }

    @Test
    void canvasIsFilledAroundThePicture() {
        assertArrayEquals(new byte[] {9, 1, 2, 9, 3, 4}, twoByTwo().onCanvas(3, 2, 1, 0, 9).data());
    }

    @Test
    void greyHasTheLumaWeights() {
        byte[] colours = {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255, 10, 20, 30};
        byte[] grey = new Pixels(4, 1, 3, colours).toGrey().data();
        assertEquals(76, grey[0] & 0xff);
        assertEquals(150, grey[1] & 0xff);
        assertEquals(29, grey[2] & 0xff);
        assertEquals(18, grey[3] & 0xff);
    }

    @Test
    void sizesMustFitTheSamples() {
        assertThrows(IllegalArgumentException.class, () -> new Pixels(2, 2, 3, new byte[4]));
        assertThrows(IllegalArgumentException.class, () -> new Pixels(0, 2, 1, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> new Pixels(1, 1, 2, new byte[2]));
    }
}
