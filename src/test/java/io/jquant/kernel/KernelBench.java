package io.jquant.kernel;

import io.jquant.simd.Simd;
import io.jquant.simd.Tiles;
import io.jquant.support.Workers;
import java.util.Locale;
import java.util.Random;

/**
 * Speed of the kernels in one thread: the best of many short runs and, at the end, what the
 * micro-kernel reaches on data in the nearest cache. Run by {@code bench/kernels.sh}.
 */
final class KernelBench {
    private static final double SECONDS_PER_CASE = 1.5;

    private final Random random = new Random(1);
    private final String filter;
    private boolean printing;

    private KernelBench(String filter) {
        this.filter = filter;
    }

    /** {@code KernelBench [part of a name]}. */
    public static void main(String[] args) {
        System.out.println(
                Simd.get().description() + ", Java " + System.getProperty("java.version"));
        KernelBench bench = new KernelBench(args.length > 0 ? args[0] : "");
        bench.all(); // until compiled
        bench.printing = true;
        bench.all();
    }

    private void all() {
        products();
        convolutions();
        measurePeak();
    }

    private void measurePeak() {
        Tiles tiles = Simd.get().tiles();
        int rows = tiles.heights()[0];
        int width = tiles.width();
        int k = 128;
        float[] a = Samples.normal(random, rows * k);
        float[] b = Samples.normal(random, width * k);
        float[] c = new float[rows * width];
        double peak =
                rate(
                        2.0 * rows * width * k * 100,
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                tiles.tile(rows, 2, k, a, 0, b, 0, c, 0, width, false);
                            }
                        });
        if (printing) {
            System.out.printf(Locale.ROOT, "%-40s %7.1f GFLOP/s%n", "micro-kernel", peak);
        }
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

    private void convolutions() {
        conv("conv 3x3 64-64 56", 64, 64, 1, 56, 3, 1);
        conv("conv 1x1 256-64 56", 256, 64, 1, 56, 1, 1);
        conv("conv 1x1 24-144 56", 24, 144, 1, 56, 1, 1);
        conv("conv 1x1 144-24 56", 144, 24, 1, 56, 1, 1);
        conv("conv 7x7/2 3-64 224", 3, 64, 1, 224, 7, 2);
        conv("conv 3x3/2 3-32 224", 3, 32, 1, 224, 3, 2);
        conv("conv 3x3 128-128 28", 128, 128, 1, 28, 3, 1);
        conv("conv 3x3 512-512 7", 512, 512, 1, 7, 3, 1);
        conv("conv 1x1 960-160 7", 960, 160, 1, 7, 1, 1);
        conv("conv 1x1/2 256-512 56", 256, 512, 1, 56, 1, 2);
        conv("conv 1x1 480-20 1", 480, 20, 1, 1, 1, 1);
        conv("conv 3x3 128-128 g32 28", 128, 128, 32, 28, 3, 1);
        conv("depthwise 3x3 144 56", 144, 144, 144, 56, 3, 1);
        conv("depthwise 3x3/2 144 56", 144, 144, 144, 56, 3, 2);
        conv("depthwise 3x3 960 7", 960, 960, 960, 7, 3, 1);
        conv("depthwise 5x5 480 14", 480, 480, 480, 14, 5, 1);
        conv("depthwise 3x3 32 112", 32, 32, 32, 112, 3, 1);
    }

    /** Square planes, half the window as padding, a bias and Relu. */
    private void conv(String name, int from, int to, int groups, int size, int kernel, int stride) {
        int pad = kernel / 2;
        int out = (size + 2 * pad - kernel) / stride + 1;
        Window window =
                new Window(
                        new int[] {size, size},
                        new int[] {kernel, kernel},
                        new int[] {stride, stride},
                        new int[] {1, 1},
                        new int[] {pad, pad},
                        new int[] {out, out});
        float[] x = Samples.normal(random, from * size * size);
        float[] w = Samples.normal(random, to * (from / groups) * kernel * kernel);
        float[] y = new float[to * out * out];
        PackedConv conv = PackedConv.of(w, 0, to, from / groups, groups, window.kernel());
        Ending ending = Ending.perRow(Samples.normal(random, to), Activation.RELU);
        show(
                name,
                2.0 * w.length * out * out,
                () -> conv.run(1, window, x, 0, y, 0, ending, Workers.SERIAL));
    }

    private void show(String name, double flops, Runnable body) {
        if (!name.contains(filter)) {
            return;
        }
        double rate = rate(flops, body);
        if (!printing) {
            return;
        }
        System.out.printf(
                Locale.ROOT, "%-40s %7.1f GFLOP/s%10.3f ms%n", name, rate, flops / rate * 1e-6);
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
