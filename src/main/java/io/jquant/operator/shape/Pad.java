package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.operator.common.Storages;
import io.jquant.operator.common.StridedCopy;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Pad: adds elements around a tensor, or takes them away where a count is negative. Counts and
 * value are attributes before opset 11, inputs since.
 */
public final class Pad implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            List<Dimension> dims = Arguments.dims(in);
            long[] given = Arguments.ints(node, 1, attribute(node));
            if (given == null || !Arguments.isKnown(node, 3)) {
                Collections.fill(dims, Dimension.UNKNOWN);
            } else {
                Amounts pads = Amounts.of(given, Arguments.ints(node, 3, ""), in.rank());
                for (int i = 0; i < in.rank(); i++) {
                    int added = pads.before[i] + pads.after[i];
                    if (added != 0) {
                        long size = in.size(i);
                        dims.set(i, size < 0 ? Dimension.UNKNOWN : Dimension.of(size + added));
                    }
                }
            }
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    private static String attribute(NodeView node) {
        return node.opset() < 2 ? "paddings" : "pads";
    }

    /** Elements added at both ends of every axis. */
    private record Amounts(int[] before, int[] after) {
        static Amounts of(long[] given, long[] axes, int rank) {
            int count = axes == null ? rank : axes.length;
            if (given.length != 2 * count) {
                throw new IllegalArgumentException(
                        given.length + " pads are given for " + count + " axes");
            }
            int[] before = new int[rank];
            int[] after = new int[rank];
            for (int i = 0; i < count; i++) {
                int axis = axes == null ? i : Axes.normalize(axes[i], rank);
                before[axis] = Math.toIntExact(given[i]);
                after[axis] = Math.toIntExact(given[i + count]);
            }
            return new Amounts(before, after);
        }
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        long[] given = Arguments.ints(call, 1, attribute(call));
        if (given == null) {
            throw new IllegalArgumentException("no pads are given");
        }
        Amounts pads = Amounts.of(given, Arguments.ints(call, 3, ""), in.rank());
        long[] dims = in.shape().toArray();
        for (int i = 0; i < dims.length; i++) {
            dims[i] += pads.before[i] + (long) pads.after[i];
            if (dims[i] < 0) {
                throw new IllegalArgumentException("pads leave nothing of axis " + i);
            }
        }
        Tensor out = call.output(0, in.type(), Shape.of(dims));
        String mode = call.attributes().getString("mode", "constant");
        if (mode.equals("constant")) {
            constant(call, in, pads, out);
        } else {
            mirror(call, in, pads, Mode.of(mode), out);
        }
    }

    private static void constant(Invocation call, Tensor in, Amounts pads, Tensor out) {
        Tensor value = call.optional(2);
        if (value != null && value.size() > 0) {
            Storages.fill(out.storage(), 0, out.size(), value.storage(), 0);
        } else {
            float v = call.attributes().getFloat("value", 0);
            if (v == 0) {
                Storages.zero(in.type(), out.storage(), 0, out.size());
            } else {
                Tensor one = Tensor.zeros(in.type(), Shape.SCALAR);
                if (in.type().isFloatingPoint()) {
                    TensorNumbers.store(new float[] {v}, one);
                } else {
                    TensorNumbers.store(new long[] {(long) v}, one);
                }
                Storages.fill(out.storage(), 0, out.size(), one.storage(), 0);
            }
        }
        int rank = in.rank();
        int[] from = Axes.strides(in.shape().toIntArray());
        int[] to = Axes.strides(out.shape().toIntArray());
        int[] dims = new int[rank];
        int f = 0;
        int t = 0;
        for (int i = 0; i < rank; i++) {
            int skipped = Math.max(0, -pads.before[i]);
            dims[i] = in.dim(i) - skipped - Math.max(0, -pads.after[i]);
            f += skipped * from[i];
            t += Math.max(0, pads.before[i]) * to[i];
            if (dims[i] <= 0) {
                return; // nothing of the input is left
            }
        }
        StridedCopy.run(
                call.workers(), in.type(), dims, in.storage(), f, from, out.storage(), t, to);
    }

    /** Where padding takes its elements from. */
    private enum Mode {
        REFLECT,
        EDGE,
        WRAP;

        static Mode of(String name) {
            return switch (name) {
                case "reflect" -> REFLECT;
                case "edge" -> EDGE;
                case "wrap" -> WRAP;
                default -> throw new IllegalArgumentException("mode '" + name + "' is unknown");
            };
        }

        int source(int at, int size) {
            return switch (this) {
                case EDGE -> Math.max(0, Math.min(size - 1, at));
                case WRAP -> Math.floorMod(at, size);
                case REFLECT -> {
                    int period = Math.max(1, 2 * (size - 1));
                    int i = Math.floorMod(at, period);
                    yield i < size ? i : period - i;
                }
            };
        }
    }

    /** A stretch of a padded axis whose sources step evenly. */
    private record Run(int to, int from, int step, int count) {}

    /** The sources of one padded axis; what is cut away is no source. */
    private static int[] sources(Mode mode, int size, int before, int after) {
        int cut = Math.max(0, -before);
        int left = size - cut - Math.max(0, -after);
        int[] out = new int[size + before + after];
        if (left <= 0 && out.length > 0) {
            throw new IllegalArgumentException("there is nothing to take padding from");
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = cut + mode.source(i - Math.max(0, before), left);
        }
        return out;
    }

    private static List<Run> runs(int[] sources) {
        List<Run> out = new ArrayList<>();
        int begin = 0;
        while (begin < sources.length) {
            int end = begin + 1;
            int step = end < sources.length ? sources[end] - sources[begin] : 1;
            while (end < sources.length && sources[end] - sources[end - 1] == step) {
                end++;
            }
            out.add(new Run(begin, sources[begin], step, end - begin));
            begin = end;
        }
        return out;
    }

    private static void mirror(Invocation call, Tensor in, Amounts pads, Mode mode, Tensor out) {
        int rank = in.rank();
        if (out.size() == 0) {
            return;
        }
        if (rank == 0) {
            System.arraycopy(in.storage(), 0, out.storage(), 0, 1);
            return;
        }
        int[][] sources = new int[rank][];
        for (int i = 0; i < rank; i++) {
            sources[i] = sources(mode, in.dim(i), pads.before[i], pads.after[i]);
        }
        int[] strides = Axes.strides(in.shape().toIntArray());
        int[] dims = out.shape().toIntArray();
        int row = dims[rank - 1];
        List<Run> runs = runs(sources[rank - 1]);
        Chunks.forEach(
                call.workers(),
                out.size() / row,
                row,
                (a, b) -> {
                    for (int r = a; r < b; r++) {
                        int rest = r;
                        int from = 0;
                        for (int i = rank - 2; i >= 0; i--) {
                            from += sources[i][rest % dims[i]] * strides[i];
                            rest /= dims[i];
                        }
                        for (Run run : runs) {
                            Storages.copy(
                                    in.storage(),
                                    from + run.from,
                                    run.step,
                                    out.storage(),
                                    r * row + run.to,
                                    1,
                                    run.count);
                        }
                    }
                });
    }
}
