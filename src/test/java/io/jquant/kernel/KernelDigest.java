package io.jquant.kernel;

import io.jquant.simd.Simd;
import io.jquant.support.Workers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** Prints a checksum of the results of every kernel, for processes with different settings. */
final class KernelDigest {
    private final Workers workers;
    private final List<String> lines = new ArrayList<>();

    KernelDigest(Workers workers) {
        this.workers = workers;
    }

    /** {@code KernelDigest threads}. */
    public static void main(String[] args) {
        try (Workers workers = new Workers(Integer.parseInt(args[0]))) {
            System.out.println(Simd.get().description());
            for (String line : new KernelDigest(workers).lines()) {
                System.out.println(line);
            }
        }
    }

    /** One line per kernel: its name and a checksum. */
    List<String> lines() {
        products();
        convolutions();
        pools();
        rows();
        return lines;
    }

    private void add(String name, float[] x) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * x.length);
        for (float v : x) {
            bytes.putFloat(v);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        lines.add(name + " " + Long.toHexString(crc.getValue()));
    }

    private void products() {
        Random random = new Random(1);
        for (int[] size : new int[][] {{1, 100, 70}, {13, 67, 300}, {61, 130, 40}}) {
            int m = size[0];
            int n = size[1];
            int k = size[2];
            float[] a = Samples.normal(random, m * k);
            float[] b = Samples.normal(random, k * n);
            float[] c = new float[m * n];
            Ending ending = Ending.perRow(Samples.normal(random, m), Activation.GELU);
            Gemm.multiply(m, n, k, a, 0, k, 1, b, 0, 1, k, c, 0, n, ending, workers);
            add("product " + m + " x " + n + " x " + k, c);
        }
    }

    private void convolutions() {
        Random random = new Random(2);
        for (int i = 0; i < 12; i++) {
            Window w = Windows.random(random, 1 + i % 3, 12);
            int groups = i % 4 + 1;
            int per = i % 5 == 0 ? 1 : 3;
            int out = groups * (1 + i % 2);
            float[] x = Samples.normal(random, groups * per * Window.product(w.in()));
            float[] weights = Samples.normal(random, out * per * Window.product(w.kernel()));
            float[] y = new float[out * Window.product(w.out())];
            Ending ending = Ending.perRow(Samples.normal(random, out), Activation.SILU);
            PackedConv.of(weights, 0, out, per, groups, w.kernel())
                    .run(1, w, x, 0, y, 0, ending, workers);
            add("convolution " + i, y);
        }
        dense(random, Windows.square(30, 3, 1, 1), 20, 17);
        dense(random, Windows.square(7, 3, 1, 1), 40, 30);
        dense(random, Windows.square(1, 1, 1, 0), 40, 30);
        dense(random, Windows.square(9, 1, 2, 0), 40, 30);
    }

    private void dense(Random random, Window w, int in, int out) {
        float[] x = Samples.normal(random, in * Window.product(w.in()));
        float[] weights = Samples.normal(random, out * in * Window.product(w.kernel()));
        float[] y = new float[out * Window.product(w.out())];
        PackedConv.of(weights, 0, out, in, 1, w.kernel())
                .run(1, w, x, 0, y, 0, Ending.PLAIN, workers);
        add("convolution " + w, y);
    }

    private void pools() {
        Random random = new Random(3);
        for (int i = 0; i < 6; i++) {
            Window w = Windows.random(random, 1 + i % 3, 14);
            float[] x = Samples.normal(random, 5 * Window.product(w.in()));
            float[] y = new float[5 * Window.product(w.out())];
            Pool.max(w).run(5, x, 0, y, 0, workers);
            add("maximum " + i, y);
            Pool.average(w, null).run(5, x, 0, y, 0, workers);
            add("average " + i, y);
        }
    }

    private void rows() {
        Random random = new Random(4);
        for (int n : new int[] {5, 100, 5003}) {
            float[] x = Samples.normal(random, 3 * n);
            float[] y = new float[3 * n];
            for (Reduction op : Reduction.values()) {
                float[] r = new float[3];
                Reduce.run(op, 3, n, 1, x, 0, r, 0, workers);
                float[] c = new float[n];
                Reduce.run(op, 1, 3, n, x, 0, c, 0, workers);
                if (op != Reduction.LOG_SUM) { // NaN
                    add(op + " of rows of " + n, r);
                    add(op + " of columns of " + n, c);
                }
            }
            Softmax.run(3, n, 1, x, 0, y, 0, workers);
            add("softmax of " + n, y);
            float[] one = Samples.normal(random, n);
            Normalize.layers(3, n, 1e-5f, x, 0, one, 0, one, 0, y, 0, null, 0, null, 0, workers);
            add("normalization of " + n, y);
            for (FloatLoop loop :
                    List.<FloatLoop>of(
                            Elementwise::exp,
                            Elementwise::erf,
                            Elementwise::tanh,
                            Elementwise::mish)) {
                loop.run(x, 0, y, 0, 3 * n, workers);
                add("function of " + n, y);
            }
        }
    }
}
