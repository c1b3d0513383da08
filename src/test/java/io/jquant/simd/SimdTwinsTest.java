package io.jquant.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loop gives the same bits with vectors of every width as without. */
class SimdTwinsTest {
    private static final int[] LENGTHS = {
        0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 15, 16, 17, 20, 28, 31, 32, 33, 47, 49, 56, 63, 64, 65,
        127, 500
    };
    private static final int[] LONG = {4095, 4096, 4097, 4099, 12291};

    private final Simd scalar = new ScalarSimd();

    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void functions(Simd vector) {
        for (Unary f : Unary.values()) {
            for (int n : LENGTHS) {
                float[] x = Floats.special(n + 1, n + 3);
                float[] expected = new float[n + 5];
                float[] actual = new float[n + 5];
                scalar.functions().apply(f, 0.3f, 1.7f, x, 3, expected, 2, n);
                vector.functions().apply(f, 0.3f, 1.7f, x, 3, actual, 2, n);
                Floats.assertSame(expected, actual, f + " of " + n);
                float[] inPlace = new float[n + 5];
                System.arraycopy(x, 3, inPlace, 2, n);
                vector.functions().apply(f, 0.3f, 1.7f, inPlace, 2, inPlace, 2, n);
                Floats.assertSame(expected, inPlace, f + " in place of " + n);
            }
        }
    }

    /** Long enough that the optimizing compiler takes over from the interpreter. */
    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void compiledFunctions(Simd vector) {
        int n = 2048;
        float[] x = Floats.special(5, n);
        float[] expected = new float[n];
        float[] actual = new float[n];
        for (Unary f : Unary.values()) {
            for (int i = 0; i < 150; i++) {
                vector.functions().apply(f, 0.3f, 1.7f, x, 0, actual, 0, n);
            }
            scalar.functions().apply(f, 0.3f, 1.7f, x, 0, expected, 0, n);
            Floats.assertSame(expected, actual, f.toString());
        }
        for (Binary op : Binary.values()) {
            for (int i = 0; i < 150; i++) {
                vector.arithmetic().apply(op, x, 0, 1, x, 1, 1, actual, 0, n - 1);
            }
            scalar.arithmetic().apply(op, x, 0, 1, x, 1, 1, expected, 0, n - 1);
            Floats.assertSame(expected, actual, op.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void arithmetic(Simd vector) {
        for (Binary op : Binary.values()) {
            for (int n : LENGTHS) {
                float[] a = Floats.special(n, n + 2);
                float[] b = Floats.special(n + 77, n + 1);
                for (int steps = 0; steps < 4; steps++) {
                    float[] expected = new float[n + 3];
                    float[] actual = new float[n + 3];
                    int aStep = steps & 1;
                    int bStep = steps >> 1;
                    scalar.arithmetic().apply(op, a, 1, aStep, b, 0, bStep, expected, 2, n);
                    vector.arithmetic().apply(op, a, 1, aStep, b, 0, bStep, actual, 2, n);
                    Floats.assertSame(expected, actual, op + " of " + n);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void endsOfSums(Simd vector) {
        for (int n : LENGTHS) {
            float[] x = Floats.special(n, n + 1);
            float[] r = Floats.special(n + 5, n + 2);
            float[] bias = Floats.random(n + 9, n + 1);
            for (int variant = 0; variant < 4; variant++) {
                float[] residual = variant < 2 ? null : r;
                int step = variant & 1;
                float[] e = new float[n + 3];
                float[] a = new float[n + 3];
                scalar.arithmetic()
                        .finish(
                                x,
                                1,
                                bias,
                                1,
                                step * (n > 0 ? 1 : 0),
                                residual,
                                2,
                                -1,
                                1.5f,
                                e,
                                3,
                                n);
                vector.arithmetic()
                        .finish(
                                x,
                                1,
                                bias,
                                1,
                                step * (n > 0 ? 1 : 0),
                                residual,
                                2,
                                -1,
                                1.5f,
                                a,
                                3,
                                n);
                Floats.assertSame(e, a, "finish " + variant + " of " + n);
            }
            float[] e = new float[n];
            float[] a = new float[n];
            scalar.arithmetic().affine(x, 1, 1.3f, -0.4f, e, 0, n);
            vector.arithmetic().affine(x, 1, 1.3f, -0.4f, a, 0, n);
            Floats.assertSame(e, a, "affine of " + n);
            float[] rows = Floats.special(n, 6 * (n + 2) + Taps.SLACK);
            float[] expected = new float[6 * n + 1];
            float[] actual = new float[6 * n + 1];
            scalar.arithmetic().finishRows(6, n, rows, 1, n + 2, 0.5f, -1, 2, expected, 0, n);
            vector.arithmetic().finishRows(6, n, rows, 1, n + 2, 0.5f, -1, 2, actual, 0, n);
            Floats.assertSame(expected, actual, "rows of " + n);
            scalar.arithmetic().normalize(x, 0, 0.2f, 1.3f, r, 1, bias, 1, e, 0, n);
            vector.arithmetic().normalize(x, 0, 0.2f, 1.3f, r, 1, bias, 1, a, 0, n);
            Floats.assertSame(e, a, "normalize of " + n);
        }
    }

    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void reductions(Simd vector) {
        for (int[] lengths : new int[][] {LENGTHS, LONG}) {
            for (int n : lengths) {
                check(vector.reductions(), Floats.random(n, n + 3), n);
                check(vector.reductions(), Floats.special(n, n + 3), n);
            }
        }
    }

    private void check(Reductions vector, float[] x, int n) {
        Reductions r = scalar.reductions();
        String what = " of " + n;
        assertEquals(r.max(x, 3, n), vector.max(x, 3, n), "max" + what);
        assertEquals(r.min(x, 3, n), vector.min(x, 3, n), "min" + what);
        assertEquals(r.sum(x, 3, n), vector.sum(x, 3, n), "sum" + what);
        assertEquals(r.sumAbs(x, 3, n), vector.sumAbs(x, 3, n), "sum of magnitudes" + what);
        assertEquals(
                r.sumSquares(x, 3, n, 0.3f), vector.sumSquares(x, 3, n, 0.3f), "squares" + what);
        for (Reductions each : new Reductions[] {r, vector}) {
            double[] m = new double[4];
            each.moments(x, 3, n, m);
            assertEquals(r.min(x, 3, n), (float) m[Reductions.MIN], "min of the moments" + what);
            assertEquals(r.max(x, 3, n), (float) m[Reductions.MAX], "max of the moments" + what);
            assertEquals(r.sum(x, 3, n), m[Reductions.SUM], "sum of the moments" + what);
            assertEquals(
                    r.sumSquares(x, 3, n, 0f), m[Reductions.SQUARES], "squares of moments" + what);
        }
        float[] e = new float[n];
        float[] a = new float[n];
        assertEquals(r.expSum(x, 3, 2f, e, 0, n), vector.expSum(x, 3, 2f, a, 0, n), "exp" + what);
        Floats.assertSame(e, a, "exp" + what);
    }

    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void codes(Simd vector) {
        Random random = new Random(9);
        for (int n : LENGTHS) {
            byte[] x = new byte[n + 3];
            random.nextBytes(x);
            float[] real = Floats.special(n, n + 3);
            float[] factors = Floats.random(n + 5, n + 3);
            int[] sums = random.ints(n + 3).toArray();
            for (int zero : new int[] {0, 7, 128, 255}) {
                boolean unsigned = zero > 0;
                float[] e = new float[n + 2];
                float[] a = new float[n + 2];
                scalar.codes().dequantize(x, 1, unsigned, zero, 0.3f, e, 2, n);
                vector.codes().dequantize(x, 1, unsigned, zero, 0.3f, a, 2, n);
                Floats.assertSame(e, a, "real numbers of " + n);
                byte[] want = new byte[n + 2];
                byte[] have = new byte[n + 2];
                scalar.codes().quantize(real, 1, 0.01f, -zero, 255 - zero, zero, want, 2, n);
                vector.codes().quantize(real, 1, 0.01f, -zero, 255 - zero, zero, have, 2, n);
                assertArrayEquals(want, have, "codes of " + n);
                for (int steps = 0; steps < 4; steps++) {
                    int b = steps & 1;
                    int f = steps >> 1;
                    CodeLoops s = scalar.codes();
                    CodeLoops v = vector.codes();
                    float[] r = real;
                    s.requantize(r, 1, r, 2, b, factors, 0, f, 0.5f, -9, 99, zero, want, 1, n);
                    v.requantize(r, 1, r, 2, b, factors, 0, f, 0.5f, -9, 99, zero, have, 1, n);
                    assertArrayEquals(want, have, "codes of sums of " + n);
                }
            }
            for (int rows : new int[] {1, 2, 9}) {
                float[] r = Floats.special(n, 1 + rows * (n + 3) + Taps.SLACK);
                byte[] want = new byte[rows * n + 3];
                byte[] have = new byte[rows * n + 3];
                CodeLoops s = scalar.codes();
                CodeLoops v = vector.codes();
                float[] f = factors;
                s.requantizeRows(rows, n, r, 1, n + 3, r, 0, f, 0, -9, 99, 7, want, 1);
                v.requantizeRows(rows, n, r, 1, n + 3, r, 0, f, 0, -9, 99, 7, have, 1);
                assertArrayEquals(want, have, rows + " rows of codes of " + n);
            }
            for (int step = 0; step < 2; step++) {
                float[] e = new float[n + 2];
                float[] a = new float[n + 2];
                scalar.codes().toFloats(sums, 1, sums, 2, step, e, 2, n);
                vector.codes().toFloats(sums, 1, sums, 2, step, a, 2, n);
                Floats.assertSame(e, a, "floats of " + n);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void taps(Simd vector) {
        int[] offsets = {0, 1, 2, 30, 31, 32, 60, 61, 62};
        for (int n : LENGTHS) {
            int room = n + 62 + Taps.SLACK;
            float[] src = Floats.special(n, room + 1);
            float[] w = Floats.random(3, 11);
            for (int taps : new int[] {1, 4, 9}) {
                float[] e = new float[n + Taps.SLACK];
                float[] a = new float[n + Taps.SLACK];
                scalar.taps().weighted(n, taps, offsets, w, 2, src, 1, e, 0);
                vector.taps().weighted(n, taps, offsets, w, 2, src, 1, a, 0);
                Floats.assertSame(head(e, n), head(a, n), "weighted of " + n);
                scalar.taps().max(n, taps, offsets, src, 1, e, 0);
                vector.taps().max(n, taps, offsets, src, 1, a, 0);
                Floats.assertSame(head(e, n), head(a, n), "max of " + n);
                scalar.taps().sum(n, taps, offsets, src, 1, e, 0);
                vector.taps().sum(n, taps, offsets, src, 1, a, 0);
                Floats.assertSame(head(e, n), head(a, n), "sum of " + n);
            }
        }
    }

    private static float[] head(float[] x, int n) {
        return java.util.Arrays.copyOf(x, n);
    }

    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void tiles(Simd vector) {
        Random random = new Random(7);
        for (int rows : vector.tiles().heights()) {
            tile(vector.tiles(), rows, random);
        }
        for (int rows : new int[] {12, 8, 6, 4}) { // also those that this machine does not choose
            tile(vector.tiles(), rows, random);
        }
    }

    private static void tile(Tiles tiles, int rows, Random random) {
        for (int vectors = 1; vectors <= 2; vectors++) {
            for (int k : new int[] {0, 1, 2, 17, 100}) {
                int width = vectors * tiles.lanes();
                int ldc = width + 3;
                float[] a = Floats.random(random.nextLong(), k * rows + 1);
                float[] b = Floats.random(random.nextLong(), k * width + 2);
                float[] c = Floats.random(random.nextLong(), rows * ldc + 3);
                for (boolean accumulate : new boolean[] {false, true}) {
                    float[] expected = c.clone();
                    for (int r = 0; r < rows; r++) {
                        for (int j = 0; j < width; j++) {
                            float s = accumulate ? c[3 + r * ldc + j] : 0;
                            for (int p = 0; p < k; p++) {
                                s = Math.fma(a[1 + p * rows + r], b[2 + p * width + j], s);
                            }
                            expected[3 + r * ldc + j] = s;
                        }
                    }
                    float[] actual = c.clone();
                    tiles.tile(rows, vectors, k, a, 1, b, 2, actual, 3, ldc, accumulate);
                    Floats.assertSame(expected, actual, rows + " x " + vectors + " x " + k);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void rowsTimesMatrices(Simd vector) {
        for (int n : LENGTHS) {
            for (int k : new int[] {0, 1, 5, 33}) {
                float[] a = Floats.random(n, 2 * k + 1);
                float[] b = Floats.random(n + 3, k * (n + 2) + n + 1);
                float[] e = Floats.random(n + 4, n + 1);
                float[] s = e.clone();
                scalar.tiles().row(k, a, 1, 2, b, 1, n + 2, e, 1, n, n % 2 == 0);
                vector.tiles().row(k, a, 1, 2, b, 1, n + 2, s, 1, n, n % 2 == 0);
                Floats.assertSame(e, s, "row of " + n + " x " + k);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void copies(Simd vector) {
        for (int n : LENGTHS) {
            float[] src = Floats.random(n, 400 + 5 * (n + 1));
            float[] e = new float[5 * (n + 4)];
            float[] a = new float[5 * (n + 4)];
            scalar.copies().rows(5, src, 2, n + 1, n, e, 0, n + 3);
            vector.copies().rows(5, src, 2, n + 1, n, a, 0, n + 3);
            Floats.assertSame(e, a, "rows of " + n);
            scalar.copies().rows(5, src, 2, n + 1, n, e, 0, n);
            vector.copies().rows(5, src, 2, n + 1, n, a, 0, n);
            Floats.assertSame(e, a, "tight rows of " + n);
            for (int step = 1; step <= 2; step++) {
                int stride = n * step + 1;
                int pitch = n + 2;
                float[] tight = Floats.random(n, 3 + 5 * stride);
                e = new float[5 * pitch + Copies.SLACK];
                a = new float[5 * pitch + Copies.SLACK];
                scalar.copies().spread(5, tight, 3, stride, step, n, e, 1, pitch);
                vector.copies().spread(5, tight, 3, stride, step, n, a, 1, pitch);
                for (int r = 0; r < 5; r++) {
                    for (int i = 0; i < n; i++) {
                        assertEquals(e[1 + r * pitch + i], a[1 + r * pitch + i]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.jquant.simd.Widths#all")
    void gatheredPanels(Simd vector) {
        int lanes = vector.tiles().lanes();
        int width = 2 * lanes;
        int[] rows = {5, 100, 40, 0};
        float[] src = Floats.random(1, 300);
        for (int runs = 1; runs <= 4; runs++) {
            int[] from = {0, 21, 43, 80};
            int[] to = {0, Math.max(1, lanes / 2), lanes, lanes + 1};
            float[] expected = new float[4 * width + Copies.SLACK];
            for (int p = 0; p < 3; p++) {
                for (int v = 0; v < runs; v++) {
                    for (int i = 0; i < lanes; i++) {
                        expected[p * width + to[v] + i] = src[7 + rows[1 + p] + from[v] + i];
                    }
                }
            }
            float[] actual = new float[4 * width + Copies.SLACK];
            vector.copies().gather(3, rows, 1, src, 7, runs, from, to, actual, 0, width);
            Floats.assertSame(expected, actual, runs + " runs");
        }
    }
}
