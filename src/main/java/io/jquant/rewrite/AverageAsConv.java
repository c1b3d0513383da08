package io.jquant.rewrite;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Writes an AveragePool as what runtimes have fast integer kernels for: a GlobalAveragePool where
 * the window is the whole plane, else a depthwise Conv whose weights are all one over the window's
 * size. Not where padding does not count, since then the divisor differs at the borders.
 */
final class AverageAsConv {
    private AverageAsConv() {}

    /** Rewrites the node, if that can be; tells whether it was. */
    static boolean rewrite(Node n) {
        long[] kernel = n.attributes().getInts("kernel_shape");
        SymbolicShape x = Facts.shape(n.input(0));
        if (kernel == null || x == null || x.rank() != kernel.length + 2) {
            return false;
        }
        if (isGlobal(n, x, kernel)) {
            replace(n, "GlobalAveragePool", new Attributes(), List.of(n.input(0)));
            return true;
        }
        Dimension channels = x.dim(1);
        boolean fits =
                channels.isKnown()
                        && channels.size() > 0
                        && channels.size() <= Integer.MAX_VALUE
                        && countsAll(n)
                        && !roundsUp(n, x, kernel);
        if (!fits) {
            return false;
        }
        long window = Arrays.stream(kernel).reduce(1, Math::multiplyExact);
        long[] dims = new long[kernel.length + 2];
        dims[0] = channels.size();
        dims[1] = 1;
        System.arraycopy(kernel, 0, dims, 2, kernel.length);
        Shape shape = Shape.of(dims);
        if (window > 1 << 16 || shape.size() > 1 << 26) {
            return false;
        }
        float[] w = new float[Math.toIntExact(shape.size())];
        Arrays.fill(w, (float) (1.0 / window));
        Attributes at =
                Attributes.of(
                        Attribute.of("group", channels.size()),
                        Attribute.of("kernel_shape", kernel.clone()));
        for (String name : List.of("pads", "strides", "dilations")) {
            long[] values = n.attributes().getInts(name);
            if (values != null && values.length > 0) {
                at.set(Attribute.of(name, values.clone()));
            }
        }
        Graph g = n.graph();
        Value weight = g.addInitializer(n.output().name() + "_window", Tensor.of(shape, w));
        replace(n, "Conv", at, List.of(n.input(0), weight));
        return true;
    }

    private static void replace(Node n, String operator, Attributes at, List<Value> inputs) {
        Value out = n.output();
        Graph g = n.graph();
        Node next = n.next();
        String name = n.name();
        Value fresh = g.addFreshValue(out.name() + "_average", out.type());
        Node made = g.insertNode(next, name, "", operator, at, inputs, List.of(fresh));
        g.moveOutput(out, made, 0);
        g.removeNode(n);
        g.removeValue(fresh);
    }

    /** Does one window cover each plane? */
    private static boolean isGlobal(Node n, SymbolicShape x, long[] kernel) {
        for (int i = 0; i < kernel.length; i++) {
            if (x.size(i + 2) != kernel[i]) {
                return false;
            }
        }
        return !isPadded(n)
                && isPlain(n)
                && Arrays.stream(at(n, "dilations")).allMatch(d -> d == 1);
    }

    private static boolean isPlain(Node n) {
        String auto = n.attributes().getString("auto_pad", "NOTSET");
        return auto.equals("NOTSET") || auto.equals("VALID");
    }

    private static boolean isPadded(Node n) {
        return Arrays.stream(at(n, "pads")).anyMatch(p -> p != 0);
    }

    /** Does every window divide by its full size? */
    private static boolean countsAll(Node n) {
        return isPlain(n)
                && (!isPadded(n) || n.attributes().getBoolean("count_include_pad", false));
    }

    /** With ceil_mode a last window may stand over the border and then counts less. */
    private static boolean roundsUp(Node n, SymbolicShape x, long[] kernel) {
        if (!n.attributes().getBoolean("ceil_mode", false)) {
            return false;
        }
        long[] pads = at(n, "pads");
        for (int i = 0; i < kernel.length; i++) {
            long in = x.size(i + 2);
            long reach = (kernel[i] - 1) * orOne(at(n, "dilations"), i) + 1;
            long both = pads.length == 0 ? 0 : pads[i] + pads[kernel.length + i];
            if (in < 0 || (in + both - reach) % orOne(at(n, "strides"), i) != 0) {
                return true;
            }
        }
        return false;
    }

    private static long orOne(long[] values, int i) {
        return values.length == 0 ? 1 : Math.max(1, values[i]);
    }

    private static long[] at(Node n, String attribute) {
        long[] a = n.attributes().getInts(attribute);
        return a == null ? new long[0] : a;
    }
}
