package io.jquant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jquant.support.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedConvTest {
    private final Random random = new Random(11);

    private void check(int batch, int outChannels, int inPerGroup, int groups, Window w) {
        String what =
                batch + " images, " + outChannels + " of " + inPerGroup + " x " + groups + ", " + w;
        int places = Window.product(w.kernel());
        int outSize = Window.product(w.out());
        float[] x =
                Samples.normal(random, batch * inPerGroup * groups * Window.product(w.in()) + 2);
        float[] weights = Samples.normal(random, outChannels * inPerGroup * places + 1);
        double[] expected =
                ConvReference.conv(batch, outChannels, inPerGroup, groups, w, x, 2, weights, 1);
        PackedConv conv = PackedConv.of(weights, 1, outChannels, inPerGroup, groups, w.kernel());
        float[] plain = new float[expected.length + 3];
        conv.run(batch, w, x, 2, plain, 3, Ending.PLAIN, Workers.SERIAL);
        Samples.assertClose(expected, plain, 3, inPerGroup * places, what);
        float[] bias = Samples.normal(random, outChannels);
        float[] residual = Samples.normal(random, expected.length + 1);
        float[] ended = new float[expected.length + 4];
        Ending ending = Ending.perRow(bias, Activation.leakyRelu(0.25f)).withResidual(residual, 1);
        conv.run(batch, w, x, 2, ended, 4, ending, Samples.WORKERS);
        for (int i = 0; i < expected.length; i++) {
            float v = plain[3 + i] + bias[i / outSize % outChannels] + residual[1 + i];
            assertEquals(v < 0 ? v * 0.25f : v, ended[4 + i], what);
        }
    }

    @Test
    void smallConvolutionsOfEveryRank() {
        for (int i = 0; i < 200; i++) {
            int rank = 1 + i % 3;
            int groups = 1 + random.nextInt(3);
            check(
                    1 + random.nextInt(2),
                    groups * (1 + random.nextInt(5)),
                    1 + random.nextInt(3),
                    groups,
                    Windows.random(random, rank, rank == 1 ? 40 : 9));
        }
    }

    @Test
    void depthwise() {
        for (int i = 0; i < 100; i++) {
            int rank = 1 + i % 3;
            int groups = 2 + random.nextInt(7);
            int multiplier = 1 + random.nextInt(2);
            check(
                    1,
                    groups * multiplier,
                    1,
                    groups,
                    Windows.random(random, rank, rank == 2 ? 30 : 12));
        }
        check(1, 3, 1, 3, Windows.square(150, 3, 1, 1));
        check(1, 3, 1, 3, Windows.square(151, 5, 2, 2));
    }

    @Test
    void layersOfCommonNetworks() {
        check(1, 32, 3, 1, Windows.square(64, 3, 2, 1));
        check(1, 20, 3, 1, Windows.square(50, 7, 2, 3));
        check(2, 24, 40, 1, Windows.square(14, 3, 1, 1));
        check(1, 33, 64, 1, Windows.square(7, 3, 1, 1));
        check(1, 40, 70, 1, Windows.square(28, 1, 1, 0));
        check(1, 40, 70, 1, Windows.square(28, 1, 2, 0));
        check(2, 30, 10, 3, Windows.square(13, 1, 1, 0));
        check(1, 16, 300, 1, Windows.square(1, 1, 1, 0));
        check(1, 9, 5, 1, Windows.square(7, 7, 1, 0));
        check(3, 70, 5, 1, Windows.square(3, 3, 1, 0));
    }

    @Test
    void widePlanesAndLargeWindows() {
        check(
                1,
                5,
                30,
                1,
                new Window(
                        new int[] {3, 700},
                        new int[] {3, 3},
                        new int[] {1, 1},
                        new int[] {1, 1},
                        new int[] {1, 1},
                        new int[] {3, 700}));
        check(1, 3, 2, 1, Windows.square(30, 19, 1, 9));
        check(
                1,
                3,
                40,
                1,
                new Window(
                        new int[] {1000},
                        new int[] {9},
                        new int[] {2},
                        new int[] {3},
                        new int[] {70},
                        new int[] {560}));
    }

    @Test
    void nothingToDo() {
        check(0, 4, 2, 1, Windows.square(5, 3, 1, 1));
        check(1, 0, 2, 1, Windows.square(5, 3, 1, 1));
        check(1, 4, 0, 1, Windows.square(5, 3, 1, 1));
        check(1, 4, 2, 1, Windows.square(2, 3, 1, 0));
    }

    @Test
    void aWindowOfOtherSizeThanTheWeightsIsRefused() {
        PackedConv conv = PackedConv.of(new float[9], 0, 1, 1, 1, new int[] {3, 3});
        float[] x = new float[100];
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        conv.run(
                                1,
                                Windows.square(5, 2, 1, 0),
                                x,
                                0,
                                x,
                                0,
                                Ending.PLAIN,
                                Workers.SERIAL));
    }
}
