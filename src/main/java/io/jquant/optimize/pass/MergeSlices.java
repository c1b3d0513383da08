package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Makes one Slice of two in a row.
 *
 * <pre>
 *   x ─▶ Slice(axis 2, ::2) ─▶ Slice(axis 3, ::2) ─▶ y      ⇒      x ─▶ Slice(axes 2 and 3, ::2) ─▶ y
 * </pre>
 */
public final class MergeSlices extends NodePass {
    /** Readers that are looked at for each of them. */
    private static final int MOST_READERS = 16;

    /** What is taken of an axis; start and end count from the front, the step is positive. */
    record Part(long start, long end, long step) {}

    public MergeSlices() {
        super(
                new PassInfo(
                        "merge-slices",
                        "Makes one Slice of two in a row.",
                        Exactness.SAME_BITS,
                        Stage.OPSET_13),
                "Slice");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node before = n.input(0) == null ? null : n.input(0).producer();
        if (before == null || !before.is("Slice") || before.graph() != n.graph()) {
            return false;
        }
        Map<Long, Part> first = parts(before, work);
        Map<Long, Part> second = parts(n, work);
        if (first == null || second == null || !allReadersSlice(before.output(), work)) {
            return false;
        }
        for (Map.Entry<Long, Part> e : second.entrySet()) {
            first.merge(e.getKey(), e.getValue(), MergeSlices::compose);
        }
        Value[] inputs = {
            before.input(0),
            Ints.vector(n, "starts", column(first, 0)),
            Ints.vector(n, "ends", column(first, 1)),
            Ints.vector(
                    n,
                    "axes",
                    LongStream.range(0, first.size()).map(i -> axis(first, i)).toArray()),
            Ints.vector(n, "steps", column(first, 2))
        };
        Rewrites.replace(n, "Slice", n.attributes(), inputs);
        return true;
    }

    private static long axis(Map<Long, Part> parts, long index) {
        return parts.keySet().stream().skip(index).findFirst().orElseThrow();
    }

    private static long[] column(Map<Long, Part> parts, int which) {
        return parts.values().stream()
                .mapToLong(p -> which == 0 ? p.start : which == 1 ? p.end : p.step)
                .toArray();
    }

    /** Otherwise the first Slice would stay and nothing were won. */
    private static boolean allReadersSlice(Value v, Workspace work) {
        if (v.isGraphOutput() || v.useCount() > MOST_READERS) {
            return false;
        }
        for (Use u : v.uses()) {
            if (!u.node().is("Slice") || u.index() != 0 || parts(u.node(), work) == null) {
                return false;
            }
        }
        return true;
    }

    /** What a Slice takes of an axis, when it is the only one and all is known; else null. */
    static Part onlyPart(Node n, long axis, Workspace work) {
        Map<Long, Part> parts = parts(n, work);
        return parts == null || parts.size() != 1 ? null : parts.get(axis);
    }

    /** Axis → part; null when something is not constant or counts from the end. */
    private static Map<Long, Part> parts(Node n, Workspace work) {
        long[] starts = Ints.constant(n, 1, work);
        long[] ends = Ints.constant(n, 2, work);
        if (starts == null || ends == null || starts.length != ends.length) {
            return null;
        }
        long[] axes =
                n.input(3) == null
                        ? LongStream.range(0, starts.length).toArray()
                        : Ints.constant(n, 3, work);
        long[] steps = Ints.constant(n, 4, work);
        if (n.input(4) == null) {
            steps = new long[starts.length];
            Arrays.fill(steps, 1);
        }
        axes = Ints.fromFront(axes, work.facts().rank(n.input(0)));
        if (axes == null
                || steps == null
                || axes.length != starts.length
                || steps.length != starts.length) {
            return null;
        }
        Map<Long, Part> out = new TreeMap<>();
        for (int i = 0; i < axes.length; i++) {
            long size = work.facts().shape(n.input(0)).size((int) axes[i]);
            long start = starts[i] < 0 && size >= 0 ? Math.max(0, starts[i] + size) : starts[i];
            long end = ends[i] < 0 && size >= 0 ? Math.max(0, ends[i] + size) : ends[i];
            boolean fromFront = start >= 0 && end >= 0 && steps[i] >= 1 && steps[i] <= 1 << 30;
            if (!fromFront || out.put(axes[i], new Part(start, end, steps[i])) != null) {
                return null;
            }
        }
        return out;
    }

    /** The second part of what the first one has taken of the same axis. */
    private static Part compose(Part a, Part b) {
        return new Part(
                saturated(a.start, b.start, a.step),
                Math.min(a.end, saturated(a.start, b.end, a.step)),
                saturated(0, a.step, b.step));
    }

    /** base + count · step, or the largest number. */
    private static long saturated(long base, long count, long step) {
        boolean fits = count <= (Long.MAX_VALUE - base) / step;
        return fits ? base + count * step : Long.MAX_VALUE;
    }
}
