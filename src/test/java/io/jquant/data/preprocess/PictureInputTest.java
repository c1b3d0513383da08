package io.jquant.data.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.data.input.ModelInput;
import io.jquant.image.Pixels;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Half;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PictureInputTest {
    /** Two pixels: (10, 20, 30) and (255, 0, 128). */
    private static final Pixels TWO =
            new Pixels(2, 1, 3, new byte[] {10, 20, 30, (byte) 255, 0, (byte) 128});

    private static ModelInput input(ElementType type, long... dims) {
        return new ModelInput("x", type, dims.length == 0 ? null : SymbolicShape.of(dims));
    }

    private static Tensor make(InputSpec spec, ModelInput input, Pixels picture) {
        return new PictureInput(input, spec, "test").tensor(picture, "p.png");
    }

    private static Pixels grey(int width, int height) {
        byte[] data = new byte[width * height];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i + 1);
        }
        return new Pixels(width, height, 1, data);
    }

    @Test
    void channelsComeFirstOrLast() {
        Tensor nchw = make(InputSpec.PLAIN, input(ElementType.FLOAT, 1, 3, 1, 2), TWO);
        assertEquals(Shape.of(1, 3, 1, 2), nchw.shape());
        assertArrayEquals(new float[] {10, 255, 20, 0, 30, 128}, nchw.floats());
        Tensor nhwc = make(InputSpec.PLAIN, input(ElementType.FLOAT, 1, 1, 2, 3), TWO);
        assertEquals(Shape.of(1, 1, 2, 3), nhwc.shape());
        assertArrayEquals(new float[] {10, 20, 30, 255, 0, 128}, nhwc.floats());
        Tensor bgr =
                make(
                        InputSpec.PLAIN.withColor(ColorOrder.BGR),
                        input(ElementType.FLOAT, 1, 1, 2, 3),
                        TWO);
        assertArrayEquals(new float[] {30, 20, 10, 128, 0, 255}, bgr.floats());
    }

    @Test
    void inputsWithoutBatchAxisGetNone() {
        Tensor t = make(InputSpec.PLAIN, input(ElementType.FLOAT, 3, -1, -1), TWO);
        assertEquals(Shape.of(3, 1, 2), t.shape());
        assertEquals(
                Shape.of(1, 2, 3),
                make(InputSpec.PLAIN, input(ElementType.FLOAT, -1, -1, 3), TWO).shape());
        assertEquals(
                Shape.of(1, 3, 1, 2), make(InputSpec.PLAIN, input(ElementType.FLOAT), TWO).shape());
    }

    @Test
    void arithmeticIsRoundedToFloatAfterEachStep() {
        InputSpec spec =
                InputSpec.PLAIN
                        .withScale(1.0 / 255)
                        .withMean(0.485, 0.456, 0.406)
                        .withStd(0.229, 0.224, 0.225);
        float[] got = make(spec, input(ElementType.FLOAT), TWO).floats();
        // NumPy 2: (np.float32(p) * np.float32(1/255) - np.float32(mean)) / np.float32(std)
        assertEquals(Float.intBitsToFloat(0xbff92c0a), got[0]);
        assertEquals(((10 * (float) (1.0 / 255)) - 0.485f) / 0.229f, got[0]);
        assertEquals(((255 * (float) (1.0 / 255)) - 0.485f) / 0.229f, got[1]);
        assertEquals(((128 * (float) (1.0 / 255)) - 0.406f) / 0.225f, got[5]);
    }

    @Test
    void greyPicturesFillAllChannelsAndColoursBecomeGrey() {
        Tensor t = make(InputSpec.PLAIN, input(ElementType.FLOAT, 1, 3, 1, 2), grey(2, 1));
        assertArrayEquals(new float[] {1, 2, 1, 2, 1, 2}, t.floats());
        Tensor g =
                make(
                        InputSpec.PLAIN.withColor(ColorOrder.GRAY),
                        input(ElementType.FLOAT, 1, 1, 1, 2),
                        TWO);
        assertArrayEquals(new float[] {18, 91}, g.floats());
    }

    @Test
    void integerAndHalfInputsGetTheirType() {
        assertArrayEquals(
                new byte[] {10, (byte) 255, 20, 0, 30, (byte) 128},
                make(InputSpec.PLAIN, input(ElementType.UINT8), TWO).bytes());
        assertArrayEquals(
                new byte[] {-118, 127, -108, -128, -98, 0},
                make(InputSpec.PLAIN.withMean(128), input(ElementType.INT8), TWO).bytes());
        assertArrayEquals(
                new int[] {10, 255, 20, 0, 30, 128},
                make(InputSpec.PLAIN, input(ElementType.INT32), TWO).ints());
        assertArrayEquals(
                new long[] {10, 255, 20, 0, 30, 128},
                make(InputSpec.PLAIN, input(ElementType.INT64), TWO).longs());
        assertEquals(
                Half.fromFloat(10f / 3),
                make(InputSpec.PLAIN.withStd(3), input(ElementType.FLOAT16), TWO).shorts()[0]);
        assertEquals(
                10 / 3f,
                make(InputSpec.PLAIN.withStd(3), input(ElementType.DOUBLE), TWO).doubles()[0]);
    }

    @Test
    void shortSideKeepsTheAspectRoundingDown() {
        assertEquals(new Resize.LongSize(64, 88), new Resize.ShortSide(64).scaled(61, 84));
        assertEquals(new Resize.LongSize(88, 64), new Resize.ShortSide(64).scaled(84, 61));
        assertEquals(new Resize.LongSize(5, 5), new Resize.ShortSide(5).scaled(9, 9));
    }

    @Test
    void letterboxRoundsHalfUpAndKeepsOnePixel() {
        Resize box = new Resize.Letterbox(new Size(64, 40), 0, Resize.Place.CENTER);
        assertEquals(new Resize.LongSize(64, 26), box.scaled(97, 40)); // 26.39
        assertEquals(new Resize.LongSize(16, 40), box.scaled(40, 97)); // 16.49
        assertEquals(new Resize.LongSize(64, 1), box.scaled(1000, 1));
    }

    @Test
    void letterboxStandsInTheMiddleOrInTheCorner() {
        InputSpec center =
                InputSpec.PLAIN
                        .withColor(ColorOrder.GRAY)
                        .withResize(new Resize.Letterbox(new Size(2, 5), 9, Resize.Place.CENTER));
        assertArrayEquals(
                new float[] {9, 9, 1, 2, 3, 4, 9, 9, 9, 9},
                make(center, input(ElementType.FLOAT), grey(2, 2)).floats());
        InputSpec corner =
                center.withResize(new Resize.Letterbox(new Size(2, 5), 9, Resize.Place.CORNER));
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 9, 9, 9, 9, 9, 9},
                make(corner, input(ElementType.FLOAT), grey(2, 2)).floats());
    }

    @Test
    void cropTakesTheMiddleAndBlackOutside() {
        InputSpec crop = InputSpec.PLAIN.withColor(ColorOrder.GRAY).withCrop(new Size(2, 1));
        assertArrayEquals(
                new float[] {4, 5}, make(crop, input(ElementType.FLOAT), grey(3, 3)).floats());
        assertArrayEquals(
                new float[] {6, 7}, make(crop, input(ElementType.FLOAT), grey(4, 3)).floats());
        InputSpec larger = crop.withCrop(new Size(4, 4));
        // (3 - 4) / 2 rounded down is -1: one column and one row of black in front.
        assertArrayEquals(
                new float[] {0, 0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9},
                make(larger, input(ElementType.FLOAT), grey(3, 3)).floats());
    }

    @Test
    void picturesOfAnotherSizeThanTheInputAreNamedWithWhatToDo() {
        JquantException e =
                assertThrows(
                        JquantException.class,
                        () -> make(InputSpec.PLAIN, input(ElementType.FLOAT, 1, 3, 4, 4), TWO));
        assertEquals(Problem.SAMPLE_SHAPE, e.problem());
        assertEquals(
                "p.png: input 'x' takes shape [1,3,4,4], the data has [1,3,1,2] (prepare it to the"
                        + " input's size: use a resize to 4x4 or a crop of 4)",
                e.getMessage());
    }

    @Test
    void endlessPicturesAreNotResized() {
        InputSpec spec = InputSpec.PLAIN.withResize(new Resize.ShortSide(16000));
        JquantException e =
                assertThrows(
                        JquantException.class,
                        () -> make(spec, input(ElementType.FLOAT), grey(1, 200)));
        assertEquals(Problem.PICTURE_BAD, e.problem());
        assertTrue(e.getMessage().contains("16000x3200000"), e.getMessage());
    }
}
