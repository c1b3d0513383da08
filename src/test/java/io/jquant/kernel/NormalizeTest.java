package io.jquant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.support.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NormalizeTest {
    private static final float EPSILON = 1e-3f;

    private final Random random = new Random(9);

    private static double mean(float[] x, int off, int n) {
        double sum = 0;
        for (int i = off; i < off + n; i++) {
            sum += x[i];
        }
        return sum / n;
    }

    private static double meanSquare(float[] x, int off, int n, double centre) {
        double sum = 0;
        for (int i = off; i < off + n; i++) {
            sum += (x[i] - centre) * (x[i] - centre);
        }
        return sum / n;
    }

    @Test
    void layers() {
        for (int columns : new int[] {1, 7, 16, 100, 5000}) {
            int rows = 3;
            float[] x = Samples.normal(random, rows * columns + 1);
            float[] scale = Samples.normal(random, columns);
            float[] shift = Samples.normal(random, columns);
            float[] y = new float[rows * columns];
            float[] plain = new float[rows * columns];
            float[] rms = new float[rows * columns];
            float[] means = new float[rows];
            float[] factors = new float[rows];
            Normalize.layers(
                    rows,
                    columns,
                    EPSILON,
                    x,
                    1,
                    scale,
                    0,
                    shift,
                    0,
                    y,
                    0,
                    means,
                    0,
                    factors,
                    0,
                    Samples.WORKERS);
            Normalize.layers(
                    rows,
                    columns,
                    EPSILON,
                    x,
                    1,
                    scale,
                    0,
                    null,
                    0,
                    plain,
                    0,
                    null,
                    0,
                    null,
                    0,
                    Workers.SERIAL);
            Normalize.rootMeanSquare(
                    rows, columns, EPSILON, x, 1, scale, 0, rms, 0, Workers.SERIAL);
            for (int r = 0; r < rows; r++) {
                double mean = mean(x, 1 + r * columns, columns);
                double factor =
                        1 / Math.sqrt(meanSquare(x, 1 + r * columns, columns, mean) + EPSILON);
                double root = 1 / Math.sqrt(meanSquare(x, 1 + r * columns, columns, 0) + EPSILON);
                assertEquals(mean, means[r], 1e-6);
                assertEquals(factor, factors[r], 1e-5 * factor);
                for (int c = 0; c < columns; c++) {
                    int i = r * columns + c;
                    double e = (x[1 + i] - mean) * factor * scale[c];
                    double tolerance = 1e-5 * (1 + Math.abs(e)) + 1e-6 * factor;
                    assertEquals(e, plain[i], tolerance);
                    assertEquals(e + shift[c], y[i], tolerance);
                    assertEquals(x[1 + i] * root * scale[c], rms[i], tolerance);
                }
            }
        }
    }

    @Test
    void groups() {
        int batch = 2;
        int channels = 6;
        int size = 35;
        float[] x = Samples.normal(random, batch * channels * size);
        float[] scale = Samples.normal(random, channels);
        float[] shift = Samples.normal(random, channels);
        for (int groups : new int[] {1, 2, 3, 6}) {
            float[] y = new float[x.length];
            Normalize.groups(
                    batch,
                    channels,
                    groups,
                    size,
                    EPSILON,
                    x,
                    0,
                    scale,
                    0,
                    shift,
                    0,
                    y,
                    0,
                    Samples.WORKERS);
            int n = channels / groups * size;
            for (int i = 0; i < x.length; i++) {
                int g = i / n;
                int c = i / size % channels;
                double mean = mean(x, g * n, n);
                double factor = 1 / Math.sqrt(meanSquare(x, g * n, n, mean) + EPSILON);
                assertEquals((x[i] - mean) * factor * scale[c] + shift[c], y[i], 2e-5);
            }
        }
    }

    @Test
    void channels() {
        float[] x = Samples.normal(random, 2 * 3 * 20);
        float[] scale = {1f, 2f, -3f};
        float[] shift = {0.5f, 0f, 1f};
        float[] y = new float[x.length];
        Normalize.channels(2, 3, 20, x, 0, scale, shift, y, 0, Workers.SERIAL);
        for (int i = 0; i < x.length; i++) {
            int c = i / 20 % 3;
            assertEquals(Math.fma(x[i], scale[c], shift[c]), y[i]);
        }
    }

    @Test
    void localResponse() {
        int channels = 7;
        int size = 1500;
        float[] x = Samples.normal(random, 2 * channels * size);
        for (float beta : new float[] {0.75f, 0.5f, 1f, 0.6f}) {
            for (int window : new int[] {1, 3, 4, 5}) {
                float[] y = new float[x.length];
                LocalResponse.run(
                        2, channels, size, window, 0.3f, beta, 1.5f, x, 0, y, 0, Samples.WORKERS);
                for (int i = 0; i < x.length; i += 13) {
                    int c = i / size % channels;
                    double sum = 0;
                    for (int j = -((window - 1) / 2); j <= window / 2; j++) {
                        if (c + j >= 0 && c + j < channels) {
                            sum += (double) x[i + j * size] * x[i + j * size];
                        }
                    }
                    double e = x[i] / Math.pow(1.5f + 0.3f / window * sum, beta);
                    assertEquals(e, y[i], 2e-6 * (1 + Math.abs(e)));
                }
            }
        }
    }
}
