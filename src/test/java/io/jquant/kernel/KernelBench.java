package io.jquant.kernel;

import io.jquant.simd.Simd;
import io.jquant.simd.Tiles;
import io.jquant.support.Workers;
import java.util.Locale;
import java.util.Random;

/**
 * Speed of the kernels in one thread: the best of many short runs, as a rate and as a share of what
 * the micro-kernel reaches on data in the nearest cache. Run by {@code bench/kernels.sh}.
 */
final class KernelBench {
    private static final double SECONDS_PER_CASE = 1.5;

    private final Random random = new Random(1);
    private final String filter;
    private double peak;

    private KernelBench(String filter) {
        this.filter = filter;
    }

    /** {@code KernelBench [part of a name]}. */
    public static void main(String[] args) {
        System.out.println(
                Simd.get().description() + ", Java " + System.getProperty("java.version"));
        KernelBench bench = new KernelBench(args.length > 0 ? args[0] : "");
        bench.measurePeak();
        bench.products();
    }

    private void measurePeak() {
        Tiles tiles = Simd.get().tiles();
        int rows = tiles.heights()[0];
        int width = tiles.width();
        int k = 128;
        float[] a = Samples.normal(random, rows * k);
        float[] b = Samples.normal(random, width * k);
        float[] c = new float[rows * width];
        peak =
                rate(
                        2.0 * rows * width * k * 100,
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                tiles.tile(rows, 2, k, a, 0, b, 0, c, 0, width, false);
                            }
                        });
        System.out.printf(Locale.ROOT, "%-40s %7.1f GFLOP/s%n", "micro-kernel", peak);
    }

    private void products() {
        gemm(256, 256, 256);
        gemm(64, 3136, 256);
        gemm(197, 768, 768);
        gemm(1, 1000, 2048);
    }

    private void gemm(int m, int n, int k) {
        float[] a = Samples.normal(random, m * k);
        float[] b = Samples.normal(random, k * n);
        float[] c = new float[m * n];
        String name = "gemm " + m + "x" + n + "x" + k;
        PackedRight right = PackedRight.of(k, n, b, 0, n, 1);
        PackedLeft left = PackedLeft.of(m, k, a, 0, k, 1);
        double flops = 2.0 * m * n * k;
        Workers one = Workers.SERIAL;
        show(
                name,
                flops,
                () -> Gemm.multiply(m, n, k, a, 0, k, 1, b, 0, n, 1, c, 0, n, Ending.PLAIN, one));
        show(
                name + " A packed",
                flops,
                () -> Gemm.multiply(left, n, b, 0, n, 1, c, 0, n, Ending.PLAIN, one));
        show(
                name + " B packed",
                flops,
                () -> Gemm.multiply(m, a, 0, k, 1, right, c, 0, n, Ending.PLAIN, one));
    }

    private void show(String name, double flops, Runnable body) {
        if (!name.contains(filter)) {
            return;
        }
        double rate = rate(flops, body);
        System.out.printf(
                Locale.ROOT,
                "%-40s %7.1f GFLOP/s %4.0f %% %10.3f ms%n",
                name,
                rate,
                100 * rate / peak,
                flops / rate * 1e-6);
    }

    /** Best rate in GFLOP/s. */
    private static double rate(double flops, Runnable body) {
        double best = Double.MAX_VALUE;
        long end = System.nanoTime() + (long) (SECONDS_PER_CASE * 1e9);
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            body.run();
            best = Math.min(best, (double) (System.nanoTime() - start));
        }
        return flops / best;
    }
}
