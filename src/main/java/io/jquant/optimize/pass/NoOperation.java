package io.jquant.optimize.pass;

import io.jquant.execute.Facts;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Removes nodes that give back their input: Identity, Dropout, and Cast, Reshape, Transpose, Pad,
 * Slice, Resize… that change nothing.
 *
 * <pre>
 *   x ─▶ Transpose {perm=[0,1]} ─▶ Relu ─▶      ⇒      x ─▶ Relu ─▶
 * </pre>
 *
 * <p>An Identity is left between an output of the graph and an input, a constant or another output,
 * since both names must stay.
 */
public final class NoOperation extends NodePass {
    /** Tells whether a node gives back its first input. */
    private interface Check {
        boolean test(Node n, Workspace work);
    }

    private static final Map<String, Check> CHECKS = new HashMap<>();

    static {
        Check sameShape = (n, w) -> w.facts().sameShape(n.input(0), n.output());
        CHECKS.put("Identity", (n, w) -> true);
        CHECKS.put("Dropout", (n, w) -> isInference(n, w));
        CHECKS.put("Cast", (n, w) -> isSameType(n, w));
        CHECKS.put("CastLike", (n, w) -> isSameType(n, w));
        for (String shaping :
                List.of("Reshape", "Flatten", "Squeeze", "Unsqueeze", "Expand", "Tile")) {
            CHECKS.put(shaping, sameShape);
        }
        CHECKS.put("Slice", (n, w) -> sameShape.test(n, w) && !mayReverse(n, w));
        CHECKS.put("Pad", (n, w) -> isAll(pads(n, w), 0));
        CHECKS.put("Transpose", (n, w) -> keepsOrder(n, w));
        for (String variadic : List.of("Concat", "Sum", "Max", "Min", "Mean")) {
            CHECKS.put(variadic, (n, w) -> n.inputs().size() == 1);
        }
        CHECKS.put("Split", (n, w) -> n.outputs().size() == 1 && sameShape.test(n, w));
        CHECKS.put("Resize", (n, w) -> isUnscaled(n, w));
        for (String pool : List.of("MaxPool", "AveragePool")) {
            CHECKS.put(pool, (n, w) -> hasUnitWindow(n));
        }
        for (String pool : List.of("GlobalAveragePool", "GlobalMaxPool")) {
            CHECKS.put(pool, (n, w) -> sameShape.test(n, w) && isKnownBehind(n, w, 2));
        }
        for (String reduce : List.of("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin")) {
            CHECKS.put(reduce, (n, w) -> reducesUnitAxes(n, w));
        }
        CHECKS.put("Clip", (n, w) -> isUnbounded(n, w));
        for (String blocks : List.of("DepthToSpace", "SpaceToDepth")) {
            CHECKS.put(blocks, (n, w) -> n.attributes().getInt("blocksize", 0) == 1);
        }
    }

    public NoOperation() {
        super(
                new PassInfo(
                        "no-operation",
                        "Removes nodes that give back their input: Identity, Dropout, and Cast, Reshape, "
                                + "Transpose, Pad, Slice, Resize… that change nothing.",
                        Exactness.SAME_BITS),
                CHECKS.keySet().toArray(new String[0]));
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        if (n.input(0) == null || n.output(0) == null || !Rewrites.onlyFirstOutputIsRead(n)) {
            return false;
        }
        return CHECKS.get(n.opType()).test(n, work) && Rewrites.bypassOrIdentity(n, n.input(0));
    }

    private static boolean isInference(Node n, Workspace w) {
        if (n.input(2) == null) {
            return true;
        }
        Tensor training = w.constant(n.input(2));
        return training != null && training.longAt(0) == 0;
    }

    private static boolean isSameType(Node n, Workspace w) {
        ElementType from = w.facts().elementType(n.input(0));
        return from != null && from == w.facts().elementType(n.output());
    }

    private static boolean mayReverse(Node n, Workspace w) {
        if (n.input(4) == null) {
            return false;
        }
        Tensor steps = w.constant(n.input(4));
        return steps == null || Arrays.stream(steps.toLongs()).anyMatch(s -> s < 1);
    }

    private static long[] pads(Node n, Workspace w) {
        if (w.opset() < 11) {
            return n.attributes().getInts("pads");
        }
        Tensor pads = w.constant(n.input(1));
        return pads == null ? null : pads.toLongs();
    }

    private static boolean isAll(long[] values, long wanted) {
        return values != null && Arrays.stream(values).allMatch(v -> v == wanted);
    }

    /** Are the axes that are longer than 1 left in their order, and the shape the same? */
    private static boolean keepsOrder(Node n, Workspace w) {
        long[] perm = n.attributes().getInts("perm");
        SymbolicShape s = w.facts().shape(n.input(0));
        if (perm != null && isAscending(perm)) {
            return true;
        }
        if (s == null || !w.facts().sameShape(n.input(0), n.output())) {
            return false;
        }
        int rank = s.rank();
        long[] order =
                perm != null
                        ? perm
                        : IntStream.range(0, rank).mapToLong(i -> rank - 1 - i).toArray();
        return isAscending(Arrays.stream(order).filter(axis -> s.size((int) axis) != 1).toArray());
    }

    private static boolean isAscending(long[] values) {
        for (int i = 1; i < values.length; i++) {
            if (values[i] <= values[i - 1]) {
                return false;
            }
        }
        return true;
    }

    /** All factors 1, or the sizes of the input; then every coordinate maps to itself. */
    private static boolean isUnscaled(Node n, Workspace w) {
        String mode = n.attributes().getString("coordinate_transformation_mode", "half_pixel");
        if (w.opset() < 11 || mode.equals("tf_crop_and_resize")) {
            return false;
        }
        if (n.input(3) != null) {
            return w.facts().sameShape(n.input(0), n.output());
        }
        Tensor scales = w.constant(n.input(2));
        return scales != null
                && scales.size() > 0
                && IntStream.range(0, scales.size()).allMatch(i -> scales.floats()[i] == 1f);
    }

    private static boolean hasUnitWindow(Node n) {
        Attributes a = n.attributes();
        return isAll(a.getInts("kernel_shape"), 1)
                && (!a.has("strides") || isAll(a.getInts("strides"), 1))
                && (!a.has("pads") || isAll(a.getInts("pads"), 0));
    }

    private static boolean isKnownBehind(Node n, Workspace w, int axis) {
        SymbolicShape s = w.facts().shape(n.input(0));
        return IntStream.range(axis, s.rank()).allMatch(i -> s.size(i) == 1);
    }

    private static boolean reducesUnitAxes(Node n, Workspace w) {
        Facts f = w.facts();
        Shape in = f.staticShape(n.input(0));
        if (!f.sameShape(n.input(0), n.output())) {
            return false;
        }
        long[] axes = n.attributes().getInts("axes");
        if (n.input(1) != null) {
            Tensor t = w.constant(n.input(1));
            if (t == null) {
                return false;
            }
            axes = t.toLongs();
        }
        if (axes == null || axes.length == 0) {
            boolean all = !n.attributes().getBoolean("noop_with_empty_axes", false);
            return !all || (in != null && in.size() == 1);
        }
        SymbolicShape s = f.shape(n.input(0));
        return Arrays.stream(axes).allMatch(a -> s.size((int) a) == 1);
    }

    private static boolean isUnbounded(Node n, Workspace w) {
        if (w.opset() < 11) {
            return false;
        }
        return isBound(n.input(1), Double.NEGATIVE_INFINITY, w)
                && isBound(n.input(2), Double.POSITIVE_INFINITY, w);
    }

    private static boolean isBound(Value v, double infinite, Workspace w) {
        if (v == null) {
            return true;
        }
        Tensor t = w.constant(v);
        if (t == null || t.size() != 1) {
            return false;
        }
        return switch (t.type()) {
            case FLOAT -> t.floats()[0] == infinite;
            case DOUBLE -> t.doubles()[0] == infinite;
            default -> false;
        };
    }
}
