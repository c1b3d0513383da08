package io.jquant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.support.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolTest {
    private final Random random = new Random(5);

    /** What a window sees, folded by a definition. */
    private static double[] expected(Window w, int channels, float[] x, Fold fold) {
        int inSize = Window.product(w.in());
        int outSize = Window.product(w.out());
        double[] y = new double[channels * outSize];
        if (y.length == 0) {
            return y;
        }
        int[] out = new int[w.in().length];
        do {
            int o = ConvReference.flat(out, w.out());
            for (int c = 0; c < channels; c++) {
                int[] place = new int[w.in().length];
                double value = fold.start;
                int count = 0;
                do {
                    int seen = ConvReference.seen(w, out, place);
                    if (seen >= 0) {
                        value = fold.step.apply(value, x[c * inSize + seen]);
                        count++;
                    }
                } while (ConvReference.next(place, w.kernel()));
                y[c * outSize + o] = fold.end.apply(value, count);
            }
        } while (ConvReference.next(out, w.out()));
        return y;
    }

    private record Fold(double start, Step step, Step end) {}

    private interface Step {
        double apply(double value, double x);
    }

    private void check(Window w, int channels) {
        float[] x = Samples.normal(random, channels * Window.product(w.in()));
        int size = channels * Window.product(w.out());
        float[] y = new float[size + 2];
        Pool.max(w).run(channels, x, 0, y, 2, Samples.WORKERS);
        double[] max =
                expected(
                        w, channels, x, new Fold(Double.NEGATIVE_INFINITY, Math::max, (v, n) -> v));
        for (int i = 0; i < size; i++) {
            assertEquals((float) max[i], y[2 + i], "max, " + w);
        }
        Pool.average(w, null).run(channels, x, 0, y, 1, Workers.SERIAL);
        double[] mean = expected(w, channels, x, new Fold(0, (v, e) -> v + e, (v, n) -> v / n));
        for (int i = 0; i < size; i++) {
            assertEquals((float) mean[i], y[1 + i], 1e-5, "average, " + w);
        }
        for (int p = 1; p <= 3; p++) {
            int power = p;
            Pool.norm(w, p).run(channels, x, 0, y, 0, Samples.WORKERS);
            Fold fold =
                    new Fold(
                            0,
                            (v, e) -> v + Math.pow(Math.abs(e), power),
                            (v, n) -> Math.pow(v, 1.0 / power));
            double[] norm = expected(w, channels, x, fold);
            for (int i = 0; i < size; i++) {
                assertEquals((float) norm[i], y[i], 1e-4, "norm " + p + ", " + w);
            }
        }
    }

    @Test
    void windowsOfEveryRank() {
        for (int i = 0; i < 120; i++) {
            int rank = 1 + i % 3;
            check(Windows.random(random, rank, rank == 1 ? 50 : 14), 1 + random.nextInt(5));
        }
        check(Windows.square(56, 3, 2, 1), 3);
        check(Windows.square(112, 2, 2, 0), 2);
        check(Windows.square(13, 5, 1, 2), 4);
    }

    @Test
    void paddingCountsWhereItIsSaid() {
        Window w =
                new Window(
                        new int[] {3},
                        new int[] {3},
                        new int[] {2},
                        new int[] {1},
                        new int[] {1},
                        new int[] {3});
        float[] x = {3, 6, 9};
        float[] y = new float[3];
        Pool.average(w, new int[] {1}).run(1, x, 0, y, 0, Workers.SERIAL);
        assertEquals(3f, y[0]);
        assertEquals(5f, y[1]);
        assertEquals(0f, y[2], "the window's first element is padding and counts");
    }

    @Test
    void nanIsTheLargest() {
        Window w = Windows.square(4, 3, 1, 1);
        float[] x = new float[16];
        x[5] = Float.NaN;
        float[] y = new float[16];
        Pool.max(w).run(1, x, 0, y, 0, Workers.SERIAL);
        assertEquals(Float.NaN, y[0]);
        assertEquals(0f, y[15]);
    }

    @Test
    void indicesPointToTheMaxima() {
        for (int i = 0; i < 40; i++) {
            Window w = Windows.random(random, 1 + i % 3, 8);
            int channels = 1 + random.nextInt(3);
            float[] x = Samples.normal(random, channels * Window.product(w.in()));
            int size = channels * Window.product(w.out());
            float[] max = new float[size];
            float[] y = new float[size];
            long[] indices = new long[size];
            Pool.max(w).run(channels, x, 0, max, 0, Workers.SERIAL);
            PoolIndices.max(channels, w, false, x, 0, y, 0, indices, 0, Samples.WORKERS);
            for (int j = 0; j < size; j++) {
                assertEquals(max[j], y[j]);
                assertEquals(max[j], indices[j] < 0 ? max[j] : x[(int) indices[j]]);
            }
        }
        float[] x = {1, 2, 3, 4};
        long[] indices = new long[1];
        PoolIndices.max(
                1,
                Windows.square(2, 2, 1, 0),
                true,
                x,
                0,
                new float[1],
                0,
                indices,
                0,
                Workers.SERIAL);
        assertEquals(3, indices[0]);
        x[1] = 9;
        PoolIndices.max(
                1,
                Windows.square(2, 2, 1, 0),
                true,
                x,
                0,
                new float[1],
                0,
                indices,
                0,
                Workers.SERIAL);
        assertEquals(2, indices[0], "column-major");
    }

    @Test
    void wholeChannels() {
        float[] x = Samples.normal(random, 5 * 49 + 1);
        float[] mean = new float[5];
        float[] max = new float[5];
        float[] norm = new float[5];
        GlobalPool.average(5, 49, x, 1, mean, 0, Samples.WORKERS);
        GlobalPool.max(5, 49, x, 1, max, 0, Workers.SERIAL);
        GlobalPool.norm(5, 49, 2, x, 1, norm, 0, Workers.SERIAL);
        for (int c = 0; c < 5; c++) {
            double sum = 0;
            double squares = 0;
            float most = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < 49; i++) {
                float v = x[1 + c * 49 + i];
                sum += v;
                squares += (double) v * v;
                most = Math.max(most, v);
            }
            assertEquals(sum / 49, mean[c], 1e-6);
            assertEquals(most, max[c]);
            assertEquals(Math.sqrt(squares), norm[c], 1e-5);
        }
    }
}
