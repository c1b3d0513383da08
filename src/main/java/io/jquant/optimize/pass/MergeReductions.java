package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * Makes one reduction of two of the same kind in a row.
 *
 * <pre>
 *   x[N,C,H,W] ─▶ ReduceMean(3) ─▶ ReduceMean(2) ─▶ y      ⇒      x ─▶ ReduceMean(2,3) ─▶ y
 * </pre>
 */
public final class MergeReductions extends NodePass {
    public MergeReductions() {
        super(
                new PassInfo(
                        "merge-reductions",
                        "Makes one reduction of two of the same kind in a row.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13),
                "ReduceMean",
                "ReduceSum",
                "ReduceMax",
                "ReduceMin");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node before = Match.inner(n.input(0), n.opType());
        if (before == null
                || Reductions.keepsAxes(before) != Reductions.keepsAxes(n)
                || Reductions.isAttributeForm(before) != Reductions.isAttributeForm(n)) {
            return false;
        }
        Value x = before.input(0);
        int rank = work.facts().rank(x);
        long[] first = Reductions.axes(before, rank, work);
        long[] second = Reductions.axes(n, work.facts().rank(n.input(0)), work);
        if (first == null || second == null) {
            return false;
        }
        TreeSet<Long> all = new TreeSet<>();
        for (long a : first) {
            all.add(a);
        }
        for (long a : second) {
            all.add(Reductions.keepsAxes(n) ? a : original(a, first, rank));
        }
        long[] axes = all.stream().mapToLong(Long::longValue).toArray();
        Attributes a = n.attributes();
        if (Reductions.isAttributeForm(n)) {
            a.set(Attribute.of("axes", axes));
            Rewrites.replace(n, n.opType(), a, x);
        } else {
            Rewrites.replace(n, n.opType(), a, x, Ints.vector(n, "axes", axes));
        }
        before.graph().removeNode(before);
        return true;
    }

    /** The axis of the input that an axis behind a first reduction stands for. */
    private static long original(long axis, long[] reduced, int rank) {
        long left = axis;
        for (long i = 0; i < rank; i++) {
            long candidate = i;
            boolean gone = Arrays.stream(reduced).anyMatch(r -> r == candidate);
            if (!gone && left-- == 0) {
                return i;
            }
        }
        throw new IllegalStateException("axis " + axis + " of a reduced tensor");
    }
}
