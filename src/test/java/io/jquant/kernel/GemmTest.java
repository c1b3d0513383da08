package io.jquant.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.support.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GemmTest {
    private final Random random = new Random(3);

    /** A product and everything that goes with it, made at random. */
    private final class Case {
        final int m;
        final int n;
        final int k;
        final boolean transA;
        final boolean transB;
        final float[] a;
        final float[] b;
        final int aRow;
        final int aCol;
        final int bRow;
        final int bCol;

        Case(int m, int n, int k) {
            this.m = m;
            this.n = n;
            this.k = k;
            this.transA = random.nextBoolean();
            this.transB = random.nextBoolean();
            this.a = Samples.normal(random, m * k + 3);
            this.b = Samples.normal(random, k * n + 2);
            this.aRow = transA ? 1 : k;
            this.aCol = transA ? m : 1;
            this.bRow = transB ? 1 : n;
            this.bCol = transB ? k : 1;
        }

        double[] expected() {
            double[] c = new double[m * n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double s = 0;
                    for (int p = 0; p < k; p++) {
                        s += (double) a[3 + i * aRow + p * aCol] * b[2 + p * bRow + j * bCol];
                    }
                    c[i * n + j] = s;
                }
            }
            return c;
        }

        float[] result(int ldc, Ending ending, Workers workers) {
            float[] c = new float[1 + Math.max(1, m) * ldc];
            Gemm.multiply(m, n, k, a, 3, aRow, aCol, b, 2, bRow, bCol, c, 1, ldc, ending, workers);
            return c;
        }

        @Override
        public String toString() {
            return m + "x" + n + "x" + k + (transA ? " A'" : "") + (transB ? " B'" : "");
        }
    }

    @Test
    void productsOfAllSmallSizes() {
        for (int m = 0; m <= 14; m++) {
            for (int n : new int[] {0, 1, 2, 7, 15, 16, 17, 31, 32, 33, 50}) {
                for (int k : new int[] {0, 1, 2, 9}) {
                    check(new Case(m, n, k), Workers.SERIAL);
                }
            }
        }
    }

    @Test
    void largerProducts() {
        for (int i = 0; i < 30; i++) {
            int m = 1 + random.nextInt(i < 15 ? 70 : 400);
            int n = 1 + random.nextInt(i < 15 ? 500 : 90);
            check(new Case(m, n, 1 + random.nextInt(700)), Samples.WORKERS);
        }
    }

    private void check(Case c, Workers workers) {
        double[] expected = c.expected();
        float[] plain = c.result(c.n, Ending.PLAIN, workers);
        Samples.assertClose(expected, plain, 1, c.k, c.toString());
        assertArrayEquals(plain, c.result(c.n, Ending.PLAIN, Workers.SERIAL), c + " alone");
        float[] packed = new float[1 + c.m * c.n];
        PackedRight right = PackedRight.of(c.k, c.n, c.b, 2, c.bRow, c.bCol);
        Gemm.multiply(c.m, c.a, 3, c.aRow, c.aCol, right, packed, 1, c.n, Ending.PLAIN, workers);
        assertSame(plain, packed, c + " B packed");
        PackedLeft left = PackedLeft.of(c.m, c.k, c.a, 3, c.aRow, c.aCol);
        packed = new float[1 + c.m * c.n];
        Gemm.multiply(left, c.n, c.b, 2, c.bRow, c.bCol, packed, 1, c.n, Ending.PLAIN, workers);
        assertSame(plain, packed, c + " A packed");
    }

    private static void assertSame(float[] expected, float[] actual, String what) {
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected[i], actual[i], what);
        }
    }

    @Test
    void rowsOfTheResultMayLieApart() {
        Case c = new Case(9, 37, 20);
        float[] tight = c.result(37, Ending.PLAIN, Workers.SERIAL);
        float[] wide = c.result(40, Ending.PLAIN, Workers.SERIAL);
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 40; j++) {
                float expected = j < 37 ? tight[1 + i * 37 + j] : 0f;
                assertEquals(expected, wide[1 + i * 40 + j]);
            }
        }
    }

    @Test
    void endings() {
        for (int[] size : new int[][] {{1, 50, 30}, {13, 70, 300}, {40, 16, 5}, {3, 3, 0}}) {
            Case c = new Case(size[0], size[1], size[2]);
            float[] plain = c.result(c.n, Ending.PLAIN, Workers.SERIAL);
            float[] rowBias = Samples.normal(random, c.m);
            float[] columnBias = Samples.normal(random, c.n);
            float[] residual = Samples.normal(random, c.m * c.n + 5);
            Ending rows =
                    Ending.perRow(rowBias, Activation.RELU).withResidual(residual, 5).withScale(2f);
            Ending columns = Ending.perColumn(columnBias, Activation.leakyRelu(0.1f));
            float[] byRow = c.result(c.n, rows, Samples.WORKERS);
            float[] byColumn = c.result(c.n, columns, Samples.WORKERS);
            for (int i = 0; i < c.m * c.n; i++) {
                float x = plain[1 + i];
                float r = x * 2f + rowBias[i / c.n] + residual[5 + i];
                assertEquals(r < 0 ? 0 : r, byRow[1 + i], c + " by row");
                float v = x + columnBias[i % c.n];
                assertEquals(v < 0 ? v * 0.1f : v, byColumn[1 + i], c + " by column");
            }
        }
    }

    @Test
    void batches() {
        int count = 7;
        int m = 10;
        int n = 21;
        int k = 33;
        float[] a = Samples.normal(random, count * m * k);
        float[] b = Samples.normal(random, 2 * k * n);
        int[] aOffs = new int[count];
        int[] bOffs = new int[count];
        for (int i = 0; i < count; i++) {
            aOffs[i] = i * m * k;
            bOffs[i] = i % 2 * k * n;
        }
        float[] residual = Samples.normal(random, count * m * n);
        Ending ending = Ending.PLAIN.withResidual(residual, 0);
        float[] c = new float[count * m * n + 4];
        Gemm.batch(count, m, n, k, a, aOffs, k, 1, b, bOffs, n, 1, c, 4, ending, Samples.WORKERS);
        for (int i = 0; i < count; i++) {
            float[] one = new float[m * n];
            Gemm.multiply(
                    m,
                    n,
                    k,
                    a,
                    aOffs[i],
                    k,
                    1,
                    b,
                    bOffs[i],
                    n,
                    1,
                    one,
                    0,
                    n,
                    Ending.PLAIN.withResidual(residual, i * m * n),
                    Workers.SERIAL);
            for (int j = 0; j < m * n; j++) {
                assertEquals(one[j], c[4 + i * m * n + j], "product " + i);
            }
        }
    }
}
