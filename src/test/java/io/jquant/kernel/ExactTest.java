package io.jquant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactTest {
    private final Random random = new Random(6);

    /** Whole numbers from -largest to largest, most of them near the ends. */
    private float[] codes(int n, int largest) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            int v = largest - random.nextInt(largest / 8);
            x[i] = random.nextInt(5) == 0 ? -v : v;
        }
        return x;
    }

    private void conv(int batch, int outChannels, int inPerGroup, int groups, Window w) {
        float[] x = codes(batch * inPerGroup * groups * Window.product(w.in()), 255);
        float[] weights = codes(outChannels * inPerGroup * Window.product(w.kernel()) + 1, 255);
        double[] expected =
                ConvReference.conv(batch, outChannels, inPerGroup, groups, w, x, 0, weights, 1);
        ExactConv conv =
                ExactConv.of(weights, 1, outChannels, inPerGroup, groups, w.kernel(), 255f);
        int[] y = new int[expected.length + 2];
        conv.run(batch, w, x, 0, y, 2, new float[conv.scratch(w)], Samples.WORKERS);
        for (int i = 0; i < expected.length; i++) {
            assertEquals((int) expected[i], y[2 + i], w.toString());
        }
    }

    @Test
    void convolutions() {
        conv(2, 7, 3, 1, Windows.square(9, 3, 1, 1));
        conv(1, 9, 400, 1, Windows.square(4, 1, 1, 0));
        conv(2, 6, 90, 2, Windows.square(6, 3, 1, 1));
        conv(1, 2, 2, 1, Windows.square(20, 17, 1, 0));
        conv(1, 5, 1, 5, Windows.square(8, 3, 2, 1));
        conv(1, 2, 0, 1, Windows.square(3, 1, 1, 0));
    }

    @Test
    void products() {
        for (int k : new int[] {0, 1, 258, 259, 1000}) {
            int m = 5;
            int n = 37;
            float[] a = codes(m * k, 255);
            float[] b = codes(k * n, 255);
            int[] c = new int[m * n + 1];
            ExactProduct.multiply(
                    m,
                    n,
                    k,
                    a,
                    0,
                    k,
                    1,
                    255f,
                    b,
                    0,
                    n,
                    1,
                    255f,
                    c,
                    1,
                    new float[m * n + 1],
                    Samples.WORKERS);
            int[] packed = new int[m * n];
            ExactRight.of(k, n, b, 0, n, 1, 255f)
                    .multiply(m, a, 0, k, 1, packed, 0, new float[m * n], Samples.WORKERS);
            for (int i = 0; i < m * n; i++) {
                long sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += ((long) a[i / n * k + p]) * ((long) b[p * n + i % n]);
                }
                assertEquals((int) sum, c[1 + i]);
                assertEquals((int) sum, packed[i]);
            }
        }
    }

    @Test
    void numbersTooLargeAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ExactConv.of(new float[] {70000f}, 0, 1, 1, 1, new int[] {1}, 255f));
    }
}
