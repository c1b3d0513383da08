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
        codes();
        functions();
        pairs();
        wholeNumbers();
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

    private void add(String name, byte[] x) {
        CRC32 crc = new CRC32();
        crc.update(x);
        lines.add(name + " " + Long.toHexString(crc.getValue()));
    }

    /** Integers: one convolution and product in one piece, one each in parts. */
    private void codes() {
        Random random = new Random(5);
        for (int channels : new int[] {7, 700}) {
            Window w = Windows.square(9, 3, 1, 1);
            float[] x = Samples.codes(random, channels * 81);
            float[] weights = Samples.codes(random, 5 * channels * 9);
            float[] factors = {1e-3f, 2e-3f, 3e-3f, 4e-3f, 5e-4f};
            int[] bias = {9, -700, 0, 12000, 31};
            byte[] y = new byte[5 * 81];
            CodeStore store = new CodeStore(factors, -100, 155, 100, y, 0);
            ExactConv conv = ExactConv.of(weights, 0, 5, channels, 1, w.kernel(), 255f);
            int[] sums = new int[conv.sums(w, bias)];
            conv.toCodes(1, w, x, 0, bias, store, sums, new float[conv.scratch(w)], workers);
            add("codes of a convolution of " + channels, y);
            ExactRight right = ExactRight.of(9 * channels, 5, weights, 0, 5, 1, 255f);
            byte[] z = new byte[9 * 5];
            CodeStore to = new CodeStore(factors, -100, 155, 100, z, 0);
            right.toCodes(
                    9,
                    x,
                    0,
                    9 * channels,
                    1,
                    bias,
                    to,
                    new int[right.sums(9, bias)],
                    new float[45],
                    workers);
            add("codes of a product of " + channels, z);
        }
        byte[] a = new byte[5003];
        byte[] b = new byte[5003];
        random.nextBytes(a);
        random.nextBytes(b);
        CodeArithmetic.Grid one = new CodeArithmetic.Grid(0.3f, 120);
        CodeArithmetic.Grid other = new CodeArithmetic.Grid(0.7f, 3);
        byte[] y = new byte[5003];
        CodeArithmetic.add(true, one, other, other).run(a, 0, 1, b, 0, 1, y, 0, y.length);
        add("sums of codes", y);
        CodeArithmetic.multiply(true, one, other, one).run(a, 0, 1, b, 0, 0, y, 0, y.length);
        add("products of codes", y);
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
            Pool.norm(w, 1 + i % 3).run(5, x, 0, y, 0, workers);
            add("norm " + i, y);
            int size = Window.product(w.in());
            float[] one = new float[5];
            GlobalPool.average(5, size, x, 0, one, 0, workers);
            add("global average " + i, one);
            GlobalPool.max(5, size, x, 0, one, 0, workers);
            add("global maximum " + i, one);
            GlobalPool.norm(5, size, 1 + i % 3, x, 0, one, 0, workers);
            add("global norm " + i, one);
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
            Softmax.log(1, 3, n, x, 0, y, 0, workers);
            add("log-softmax of columns of " + n, y);
            LocalResponse.run(1, 3, n, 3, 1e-2f, 0.75f, 1.5f, x, 0, y, 0, workers);
            add("local response of " + n, y);
            float[] one = Samples.normal(random, n);
            Normalize.layers(3, n, 1e-5f, x, 0, one, 0, one, 0, y, 0, null, 0, null, 0, workers);
            add("normalization of " + n, y);
            Normalize.rootMeanSquare(3, n, 1e-5f, x, 0, one, 0, y, 0, workers);
            add("root mean square of " + n, y);
            Normalize.groups(1, 3, 3, n, 1e-5f, x, 0, one, 0, one, 0, y, 0, workers);
            add("groups of " + n, y);
            Normalize.channels(1, 3, n, x, 0, one, one, y, 0, workers);
            add("channels of " + n, y);
        }
    }

    private void functions() {
        Random random = new Random(5);
        List<FloatLoop> loops =
                List.of(
                        Elementwise::abs,
                        Elementwise::negate,
                        Elementwise::floor,
                        Elementwise::ceil,
                        Elementwise::round,
                        Elementwise::reciprocal,
                        Elementwise::exp,
                        Elementwise::tanh,
                        Elementwise::sigmoid,
                        Elementwise::erf,
                        Elementwise::softplus,
                        Elementwise::softsign,
                        Elementwise::silu,
                        Elementwise::mish,
                        Elementwise::gelu,
                        Elementwise::geluTanh,
                        Elementwise::relu,
                        Elementwise::hardSwish,
                        Elementwise.leakyRelu(0.1f),
                        Elementwise.clip(-1, 0.5f),
                        Elementwise.elu(0.7f),
                        Elementwise.selu(1.6f, 1.05f),
                        Elementwise.celu(0.6f),
                        Elementwise.hardSigmoid(0.2f, 0.5f));
        List<FloatLoop> ofPositive = List.of(Elementwise::sqrt, Elementwise::log);
        for (int n : new int[] {5, 100, 40_003}) {
            float[] x = Samples.normal(random, n);
            float[] y = new float[n];
            for (int i = 0; i < loops.size(); i++) {
                loops.get(i).run(x, 0, y, 0, n, workers);
                add("function " + i + " of " + n, y);
            }
            Elementwise.abs(x, 0, x, 0, n);
            for (int i = 0; i < ofPositive.size(); i++) {
                ofPositive.get(i).run(x, 0, y, 0, n, workers);
                add("function " + i + " of positive " + n, y);
            }
        }
    }

    /** A kernel of {@link Pairwise}. */
    private interface Pair {
        void run(
                float[] a,
                int aOff,
                int aStep,
                float[] b,
                int bOff,
                int bStep,
                float[] y,
                int yOff,
                int n);
    }

    private void pairs() {
        Random random = new Random(6);
        List<Pair> kernels =
                List.of(
                        Pairwise::add,
                        Pairwise::subtract,
                        Pairwise::multiply,
                        Pairwise::divide,
                        Pairwise::min,
                        Pairwise::max,
                        Pairwise::prelu);
        float[] a = Samples.normal(random, 203);
        float[] b = Samples.normal(random, 203);
        float[] y = new float[201];
        for (int i = 0; i < kernels.size(); i++) {
            for (int step = 0; step < 4; step++) {
                kernels.get(i).run(a, 1, step & 1, b, 2, step >> 1, y, 0, 201);
                add("pair " + i + " with steps " + step, y);
            }
        }
    }

    private void wholeNumbers() {
        Random random = new Random(7);
        int m = 13;
        int n = 37;
        int k = 700;
        float[] a = wholes(random, m * k);
        float[] b = wholes(random, k * n);
        int[] c = new int[m * n];
        float[] scratch = new float[m * n];
        ExactProduct.multiply(m, n, k, a, 0, k, 1, 255, b, 0, n, 1, 255, c, 0, scratch, workers);
        float[] y = new float[c.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = Float.intBitsToFloat(c[i] & 0x3fffffff);
        }
        add("exact product", y);
    }

    private static float[] wholes(Random random, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(511) - 255;
        }
        return x;
    }
}
