package io.jquant.rewrite;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a transposed convolution as a convolution that computes blocks of neighbouring results as
 * channels, and a rearrangement of these, for runtimes that have integer kernels for both. Exact:
 * every product of the transposed convolution is formed once, and the other weights are zero. A
 * Relu or Clip behind moves in front of the rearrangement, where it is part of the convolution.
 */
final class TransposedConv {
    /** Zero weights may make the work so many times larger, and no larger. */
    private static final double MOST_WORK = 16;

    private static final long MOST_WEIGHTS = 1L << 28;

    private final Graph graph;
    private final Node node;
    private final List<Node> clamps;
    private final Value result;
    private final Tensor weight;
    private final SpreadAxis[] axes;
    private final SymbolicShape shape;
    private final int groups;
    private final int perGroup;
    private final int block;

    private TransposedConv(Stage s, SpreadAxis[] axes) {
        this.node = s.node;
        this.graph = node.graph();
        this.clamps = s.clamps;
        this.result = s.outputs.get(0);
        this.weight = s.weight().constant();
        this.axes = axes;
        this.groups = Math.toIntExact(node.attributes().getInt("group", 1));
        this.perGroup = weight.dim(1);
        this.block = Arrays.stream(axes).mapToInt(SpreadAxis::stride).reduce(1, (a, b) -> a * b);
        SymbolicShape x = Facts.shape(node.input(0));
        this.shape = x == null ? SymbolicShape.ofRank(axes.length + 2) : x;
    }

    /** Rewrites a stage whose node is a ConvTranspose, if that can be; tells whether it was. */
    static boolean rewrite(Stage s) {
        Tensor w = s.weight().constant();
        SpreadAxis[] axes = new SpreadAxis[w.rank() - 2];
        double work = 1;
        double weights = (double) w.dim(0) * w.dim(1);
        for (int i = 0; i < axes.length; i++) {
            axes[i] = SpreadAxis.of(s.node, i, w.dim(i + 2));
            if (axes[i] == null) {
                return false;
            }
            double all = (double) axes[i].taps() * axes[i].stride();
            work *= all / axes[i].kernel();
            weights *= all;
        }
        long groups = s.node.attributes().getInt("group", 1);
        SymbolicShape x = Facts.shape(s.node.input(0));
        if (work > MOST_WORK
                || weights > MOST_WEIGHTS
                || groups < 1
                || w.dim(0) % groups != 0
                || (x != null && x.rank() != w.rank())) {
            return false;
        }
        TransposedConv t = new TransposedConv(s, axes);
        if (!t.canRearrange()) {
            return false;
        }
        t.write();
        return true;
    }

    // ---- the rearrangement

    private boolean isDepthToSpace() {
        return axes.length == 2 && axes[0].stride() == axes[1].stride();
    }

    /** A Reshape leaves at most one size open. */
    private boolean canRearrange() {
        long open = shape.dims().stream().skip(2).filter(d -> !d.isKnown()).count();
        return block == 1 || isDepthToSpace() || open <= 1;
    }

    private void write() {
        Node next = clamps.isEmpty() ? node.next() : clamps.get(clamps.size() - 1).next();
        Value y = convolution();
        for (Node c : clamps) {
            Value moved = graph.addFreshValue(c.output().name() + "_blocks", y.type());
            List<Value> inputs = new ArrayList<>(c.inputs());
            inputs.set(0, y);
            graph.insertNode(
                    next, c.name(), "", c.opType(), c.attributes(), inputs, List.of(moved));
            y = moved;
        }
        Value spread =
                block == 1 ? y : isDepthToSpace() ? depthToSpace(next, y) : rearrange(next, y);
        Value cropped = crop(next, spread);
        Node last = cropped.producer();
        Value w = node.input(1);
        Value b = node.input(2);
        graph.moveOutput(result, last, 0);
        graph.removeValue(cropped);
        for (int i = clamps.size() - 1; i >= 0; i--) {
            graph.removeNode(clamps.get(i));
        }
        graph.removeNode(node);
        Constants.dropUnread(w);
        Constants.dropUnread(b);
    }

    private Value depthToSpace(Node before, Value y) {
        Attributes at =
                Attributes.of(
                        Attribute.of("blocksize", (long) axes[0].stride()),
                        Attribute.of("mode", "CRD"));
        Value out = graph.insert(before, "DepthToSpace", result.name() + "_spread", at, y);
        out.setType(spreadType());
        return out;
    }

    /** Block axes side by side, each moved behind its spatial axis, and both joined. */
    private Value rearrange(Node before, Value y) {
        int n = axes.length;
        long[] split = new long[2 + 2 * n];
        long[] joined = new long[2 + n];
        long[] order = new long[2 + 2 * n];
        split[1] = (long) groups * perGroup;
        joined[1] = split[1];
        order[1] = 1;
        for (int i = 0; i < n; i++) {
            long blocks = axes[i].blocks(shape.size(i + 2));
            split[2 + i] = axes[i].stride();
            split[2 + n + i] = blocks;
            joined[2 + i] = blocks < 0 ? -1 : blocks * axes[i].stride();
            order[2 + 2 * i] = 2L + n + i;
            order[3 + 2 * i] = 2L + i;
        }
        String base = result.name() + "_spread";
        Value apart = graph.insert(before, "Reshape", base, new Attributes(), y, ints(base, split));
        apart.setType(ValueType.tensor(ElementType.FLOAT, SymbolicShape.ofRank(split.length)));
        Value turned =
                graph.insert(
                        before,
                        "Transpose",
                        base,
                        Attributes.of(Attribute.of("perm", order)),
                        apart);
        turned.setType(apart.type());
        Value out =
                graph.insert(before, "Reshape", base, new Attributes(), turned, ints(base, joined));
        out.setType(spreadType());
        return out;
    }

    private Value crop(Node before, Value y) {
        List<Integer> cut = new ArrayList<>();
        for (int i = 0; i < axes.length; i++) {
            if (axes[i].surplus() > 0) {
                cut.add(i);
            }
        }
        if (cut.isEmpty()) {
            return y;
        }
        String base = result.name() + "_crop";
        return graph.insert(
                before,
                "Slice",
                base,
                new Attributes(),
                y,
                ints(base + "_starts", new long[cut.size()]),
                ints(base + "_ends", cut.stream().mapToLong(i -> -axes[i].surplus()).toArray()),
                ints(base + "_axes", cut.stream().mapToLong(i -> i + 2).toArray()));
    }

    private Value ints(String base, long[] values) {
        return graph.addInitializer(base + "_shape", Tensor.of(Shape.of(values.length), values));
    }

    // ---- the convolution

    private Value convolution() {
        int n = axes.length;
        long[] pads = new long[2 * n];
        long[] kernel = new long[n];
        long[] steps = new long[n];
        for (int i = 0; i < n; i++) {
            pads[i] = axes[i].padBegin();
            pads[n + i] = axes[i].padEnd();
            kernel[i] = axes[i].taps();
            steps[i] = axes[i].step();
        }
        Attributes at =
                Attributes.of(
                        Attribute.of("group", (long) groups),
                        Attribute.of("kernel_shape", kernel),
                        Attribute.of("pads", pads),
                        Attribute.of("dilations", steps));
        List<Value> inputs = new ArrayList<>();
        inputs.add(node.input(0));
        inputs.add(graph.addInitializer(node.input(1).name() + "_blocks", blockWeight()));
        if (node.input(2) != null) {
            inputs.add(graph.addInitializer(node.input(2).name() + "_blocks", blockBias()));
        }
        Value out = graph.addFreshValue(node.output().name() + "_blocks", blockType());
        graph.insertNode(node, node.name(), "", "Conv", at, inputs, List.of(out));
        return out;
    }

    /** From [in, out / groups, kernel…] to [out · block, in / groups, taps…]. */
    private Tensor blockWeight() {
        int n = axes.length;
        int inPerGroup = weight.dim(0) / groups;
        int taps = 1;
        int places = 1;
        for (SpreadAxis a : axes) {
            taps *= a.taps();
            places *= a.kernel();
        }
        float[] from = weight.floats();
        float[] to = new float[groups * perGroup * block * inPerGroup * taps];
        int[] source = sources(taps);
        for (int g = 0, at = 0; g < groups; g++) {
            for (int o = 0; o < perGroup; o++) {
                for (int r = 0; r < block; r++) {
                    for (int i = 0; i < inPerGroup; i++) {
                        int base = ((g * inPerGroup + i) * perGroup + o) * places;
                        for (int t = 0; t < taps; t++, at++) {
                            int s = source[r * taps + t];
                            to[at] = s < 0 ? 0 : from[base + s];
                        }
                    }
                }
            }
        }
        long[] dims = new long[2 + n];
        dims[0] = (long) groups * perGroup * block;
        dims[1] = inPerGroup;
        for (int i = 0; i < n; i++) {
            dims[2 + i] = axes[i].taps();
        }
        return Tensor.of(Shape.of(dims), to);
    }

    /** For each result of a block and each tap the place in the transposed kernel, or -1. */
    private int[] sources(int taps) {
        int[] out = new int[block * taps];
        for (int r = 0; r < block; r++) {
            for (int t = 0; t < taps; t++) {
                int restR = r;
                int restT = t;
                int place = 0;
                int factor = 1;
                for (int i = axes.length - 1; i >= 0; i--) {
                    SpreadAxis a = axes[i];
                    int s = a.source(restT % a.taps(), restR % a.stride());
                    place = s < 0 || place < 0 ? -1 : place + s * factor;
                    factor *= a.kernel();
                    restT /= a.taps();
                    restR /= a.stride();
                }
                out[r * taps + t] = place;
            }
        }
        return out;
    }

    private Tensor blockBias() {
        float[] b = node.input(2).constant().floats();
        float[] out = new float[groups * perGroup * block];
        for (int i = 0; i < out.length; i++) {
            out[i] = b[i / block];
        }
        return Tensor.of(Shape.of(out.length), out);
    }

    // ---- types

    private ValueType blockType() {
        return type(block, false);
    }

    private ValueType spreadType() {
        return type(1, true);
    }

    private ValueType type(int channelsPer, boolean spread) {
        List<Dimension> dims = new ArrayList<>();
        dims.add(shape.dim(0));
        dims.add(Dimension.of((long) groups * perGroup * channelsPer));
        for (int i = 0; i < axes.length; i++) {
            long blocks = axes[i].blocks(shape.size(i + 2));
            dims.add(
                    blocks < 0
                            ? Dimension.UNKNOWN
                            : Dimension.of(spread ? blocks * axes[i].stride() : blocks));
        }
        return ValueType.tensor(ElementType.FLOAT, new SymbolicShape(dims));
    }
}
