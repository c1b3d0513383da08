package io.jquant.simd;

import java.util.Arrays;

/**
 * Calls the loops that most networks spend their time in, on little data, so that they are compiled
 * before the first sample is there. Until it is compiled a vector is an object, and a loop over
 * vectors hundreds of times slower; a short job would spend most of its time in that state. Run in
 * a thread of its own while arguments and models are read, it costs no time where two threads can
 * run.
 */
public final class WarmUp implements Runnable {
    /** With the thresholds that the start script sets, all is compiled after fewer calls. */
    private static final int CALLS = 64;

    /** Iterations of a loop in one call, and another number with a remainder at every width. */
    private static final int[] LENGTHS = {26 * 16, 26 * 16 + 7};

    private final Simd simd = Simd.get();
    private final float[] x = filled(1 << 13);
    private final float[] y = filled(1 << 13);
    private final float[] z = filled(1 << 13);

    WarmUp() {}

    /** Begins, in a thread that does not keep the process alive. */
    public static void begin() {
        Thread thread = new Thread(new WarmUp(), "jquant-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static float[] filled(int n) {
        float[] a = new float[n];
        Arrays.fill(a, 1);
        return a;
    }

    @Override
    public void run() {
        for (int height : simd.tiles().heights()) {
            tiles(height, 2);
            tiles(height, 1);
        }
        endings();
        copies();
        taps();
        reductions();
    }

    private void tiles(int height, int vectors) {
        Tiles tiles = simd.tiles();
        for (int i = 0; i < CALLS; i++) {
            int ldc = vectors * tiles.lanes();
            tiles.tile(height, vectors, 12 + i % 2, x, 0, y, 0, z, 0, ldc, i % 4 == 3);
        }
    }

    private void endings() {
        Arithmetic arithmetic = simd.arithmetic();
        float inf = Float.POSITIVE_INFINITY;
        for (int i = 0; i < CALLS; i++) {
            int n = LENGTHS[i % 2];
            float[] bias = x;
            float[] residual = i % 4 < 2 ? null : y;
            float low = i % 8 == 7 ? -inf : 0;
            arithmetic.finish(x, 0, bias, 0, 0, residual, 0, low, inf, z, 0, n);
            arithmetic.finish(x, 0, bias, 0, 0, residual, 0, low, inf, i % 8 == 3 ? x : z, 0, n);
            arithmetic.finishRows(3, n, x, 0, n, 1, low, inf, z, 0, n);
            arithmetic.finishRows(9, 7, x, 0, n, 1, low, inf, z, 0, 7);
        }
    }

    private void copies() {
        Copies copies = simd.copies();
        int lanes = simd.tiles().lanes();
        int width = simd.tiles().width();
        int[] rows = new int[26];
        for (int i = 0; i < CALLS; i++) {
            int runs = 2 + i % 3;
            int[] to = {0, lanes, i % lanes, lanes};
            copies.gather(rows.length, rows, 0, x, 0, runs, new int[4], to, y, 0, width);
            copies.rows(26, x, 0, width, i % 4 == 3 ? width - 1 : width, y, 0, width);
            int end = i % 4 < 2 ? 0 : x.length - 2 * 900 - 1; // up to the end of the array, or not
            copies.spread(3, x, end, 450, 1 + i % 2, LENGTHS[i / 2 % 2], y, 0, 500);
        }
    }

    private void taps() {
        Taps taps = simd.taps();
        int[] offsets = {0, 1, 2, 60, 61, 62, 120, 121, 122};
        for (int i = 0; i < CALLS; i++) {
            int n = LENGTHS[i % 2];
            taps.max(n, offsets.length, offsets, x, 0, y, 0);
            taps.weighted(n, offsets.length, offsets, x, 0, x, 0, y, 0);
        }
    }

    private void reductions() {
        Reductions reductions = simd.reductions();
        double[] moments = new double[4];
        for (int i = 0; i < CALLS; i++) {
            reductions.moments(x, 0, LENGTHS[i % 2], moments);
            y[i] = (float) moments[Reductions.MAX];
        }
    }
}
