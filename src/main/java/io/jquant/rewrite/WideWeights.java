package io.jquant.rewrite;

import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/** Adds channels whose weights are zero to a convolution between pairs. */
final class WideWeights {
    private static final long MOST = 1L << 26;

    private WideWeights() {}

    /** Are input, weights and bias such that channels can be added? */
    static boolean canWiden(Node n) {
        Node x = dequantizer(n, 0);
        Node w = dequantizer(n, 1);
        return n.domain().isEmpty()
                && x != null
                && isScalar(x.input(1))
                && x.input(2) != null
                && w != null
                && w.output().soleReader() == n
                && w.input(0).isConstant()
                && w.input(0).constant().type() == ElementType.INT8
                && (isScalar(w.input(1)) || w.attributes().getInt("axis", 1) == 0)
                && codes(n).size() < MOST
                && (n.input(2) == null || isBias(n));
    }

    private static boolean isBias(Node n) {
        Node b = dequantizer(n, 2);
        return b != null
                && b.output().soleReader() == n
                && b.input(0).isConstant()
                && b.input(0).constant().type() == ElementType.INT32
                && b.input(2) == null;
    }

    /** One constant number, of whatever rank? */
    static boolean isScalar(Value v) {
        return v.isConstant() && v.constant().size() == 1;
    }

    private static Node dequantizer(Node n, int input) {
        Node d = n.input(input) == null ? null : n.input(input).producer();
        return d != null && d.is("DequantizeLinear") && d.graph() == n.graph() ? d : null;
    }

    /** The codes of the weights. */
    static Tensor codes(Node n) {
        return n.input(1).producer().input(0).constant();
    }

    /** Does each input channel make one output channel? */
    static boolean isDepthwise(Node n) {
        return ChannelGroups.areDepthwise(n, codes(n));
    }

    /** Adds output and input channels; a depthwise convolution has as many groups more. */
    static void widen(Node n, int outputs, int inputs) {
        Node w = n.input(1).producer();
        Tensor t = codes(n);
        boolean depthwise = isDepthwise(n);
        int out = t.dim(0);
        int run = t.size() / out;
        long[] dims = new long[t.rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = t.dim(i);
        }
        dims[0] += outputs;
        dims[1] += inputs;
        Shape shape = Shape.of(dims);
        byte[] to = new byte[Math.toIntExact(shape.size())];
        int wide = to.length / (out + outputs);
        for (int o = 0; o < out; o++) {
            System.arraycopy(t.bytes(), o * run, to, o * wide, run);
        }
        put(w, 0, Tensor.of(ElementType.INT8, shape, to));
        w.output().setType(QdqWriter.typed(w.input(0), ElementType.FLOAT));
        if (depthwise) {
            n.attributes().set(Attribute.of("group", (long) out + outputs));
        }
        if (outputs == 0) {
            return;
        }
        more(w, 1, outputs);
        if (w.input(2) != null && !isScalar(w.input(2))) {
            put(w, 2, Tensor.zeros(ElementType.INT8, Shape.of(out + outputs)));
        }
        if (n.input(2) != null) {
            Node b = n.input(2).producer();
            int[] bias = Arrays.copyOf(b.input(0).constant().ints(), out);
            put(
                    b,
                    0,
                    Tensor.of(
                            ElementType.INT32,
                            Shape.of(out + outputs),
                            Arrays.copyOf(bias, out + outputs)));
            b.output().setType(QdqWriter.typed(b.input(0), ElementType.FLOAT));
            more(b, 1, outputs);
        }
    }

    /**
     * Gives a convolution its kernel several times, each time shifted by some columns, as output
     * channels behind those of the time before; a depthwise one becomes a dense one.
     */
    static void shift(Node n, int times, int by) {
        Node w = n.input(1).producer();
        Tensor t = codes(n);
        boolean depthwise = isDepthwise(n);
        int out = t.dim(0);
        int in = depthwise ? out : t.dim(1);
        int lines = t.dim(1) * t.dim(2);
        int width = t.dim(3);
        int wide = width + (times - 1) * by;
        Shape shape = Shape.of((long) times * out, in, t.dim(2), wide);
        byte[] to = new byte[Math.toIntExact(shape.size())];
        for (int k = 0; k < times * out; k++) {
            int o = k % out;
            int first = depthwise ? (k * in + o) * t.dim(2) : k * lines;
            for (int l = 0; l < lines; l++) {
                int place = (first + l) * wide + k / out * by;
                System.arraycopy(t.bytes(), (o * lines + l) * width, to, place, width);
            }
        }
        put(w, 0, Tensor.of(ElementType.INT8, shape, to));
        w.output().setType(QdqWriter.typed(w.input(0), ElementType.FLOAT));
        n.attributes().remove("group");
        repeat(w, 1, out, times);
        repeat(w, 2, out, times);
        if (n.input(2) != null) {
            Node b = n.input(2).producer();
            repeat(b, 0, out, times);
            b.output().setType(QdqWriter.typed(b.input(0), ElementType.FLOAT));
            repeat(b, 1, out, times);
        }
    }

    /** What there is one of for each channel, so many times; what is of all channels stays. */
    private static void repeat(Node d, int input, int channels, int times) {
        Tensor t = d.input(input) == null ? null : d.input(input).constant();
        if (t == null || t.size() != channels) {
            return;
        }
        Tensor all = Tensor.zeros(t.type(), Shape.of((long) times * channels));
        for (int i = 0; i < times; i++) {
            System.arraycopy(t.storage(), 0, all.storage(), i * channels, channels);
        }
        put(d, input, all);
        d.attributes().set(Attribute.of("axis", 0L));
    }

    /** One scale more for each channel: the first one again, so that bias and weights agree. */
    private static void more(Node d, int input, int outputs) {
        Tensor t = d.input(input).constant();
        if (t.size() == 1 && t.rank() == 0) {
            return;
        }
        float[] scales = Arrays.copyOf(Arrays.copyOf(t.floats(), t.size()), t.size() + outputs);
        Arrays.fill(scales, t.size(), scales.length, scales[0]);
        put(d, input, Tensor.of(Shape.of(scales.length), scales));
    }

    private static void put(Node d, int input, Tensor t) {
        Graph g = d.graph();
        Value old = d.input(input);
        Value made = g.addInitializer(old.name() + "_wide", t);
        d.setInput(input, made);
        Constants.dropUnread(old);
    }
}
