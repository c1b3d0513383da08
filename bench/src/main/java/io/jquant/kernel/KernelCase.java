package io.jquant.kernel;

import io.jquant.support.Workers;
import java.util.Random;

/**
 * One kernel on one size, in one thread.
 *
 * @param flops operations of one call; a multiply-add counts as two
 */
record KernelCase(double flops, Runnable body) {
    /**
     * {@code gemm M K N}, or {@code conv FROM TO GROUPS SIZE KERNEL STRIDE}, square, with half the
     * kernel as padding, a bias and Relu.
     */
    static KernelCase of(String name) {
        String[] words = name.split(" ");
        int[] n = new int[words.length - 1];
        for (int i = 0; i < n.length; i++) {
            n[i] = Integer.parseInt(words[i + 1]);
        }
        return switch (words[0]) {
            case "gemm" -> gemm(n[0], n[1], n[2]);
            case "conv" -> conv(n[0], n[1], n[2], n[3], n[4], n[5]);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static KernelCase gemm(int m, int k, int n) {
        float[] a = normal(m * k);
        float[] b = normal(k * n);
        float[] c = new float[m * n];
        PackedRight right = PackedRight.of(k, n, b, 0, n, 1);
        return new KernelCase(
                2.0 * m * n * k,
                () -> Gemm.multiply(m, a, 0, k, 1, right, c, 0, n, Ending.PLAIN, Workers.SERIAL));
    }

    private static KernelCase conv(int from, int to, int groups, int size, int kernel, int stride) {
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
        float[] x = normal(from * size * size);
        float[] w = normal(to * (from / groups) * kernel * kernel);
        float[] y = new float[to * out * out];
        PackedConv conv = PackedConv.of(w, 0, to, from / groups, groups, window.kernel());
        Ending ending = Ending.perRow(normal(to), Activation.RELU);
        return new KernelCase(
                2.0 * w.length * out * out,
                () -> conv.run(1, window, x, 0, y, 0, ending, Workers.SERIAL));
    }

    private static float[] normal(int n) {
        Random random = new Random(n);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }
}
