package io.jquant.optimize.pass;

import io.jquant.execute.Facts;
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
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes one of two Reshape, Flatten, Squeeze or Unsqueeze in a row, or none when the shape comes
 * back.
 *
 * <pre>
 *   x[N,6] ─▶ Unsqueeze ─▶ [N,1,6] ─▶ Reshape ─▶ y[N,2,3]      ⇒      x ─▶ Reshape(0,2,3) ─▶ y
 * </pre>
 */
public final class MergeViews extends NodePass {
    public MergeViews() {
        super(
                new PassInfo(
                        "merge-views",
                        "Makes one of two Reshape, Flatten, Squeeze or Unsqueeze in a row, or none when "
                                + "the shape comes back.",
                        Exactness.SAME_BITS,
                        Stage.OPSET_13),
                Views.OPERATORS.toArray(new String[0]));
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node before = n.input(0) == null ? null : n.input(0).producer();
        if (!Views.isView(before) || before.input(0) == null) {
            return false;
        }
        Facts f = work.facts();
        Value x = before.input(0);
        if (f.sameShape(x, n.output())) {
            return Rewrites.bypassOrIdentity(n, x);
        }
        if (!Rewrites.isChain(before, n)) {
            return false;
        }
        if (n.opType().equals(before.opType()) && mergedAxes(n, before, work)) {
            return true;
        }
        long[] target = Views.target(f.shape(x), f.shape(n.output()));
        if (target == null) {
            return false;
        }
        Rewrites.replace(n, "Reshape", new Attributes(), x, Ints.vector(n, "shape", target));
        before.graph().removeNode(before);
        return true;
    }

    /** Two Squeeze or two Unsqueeze with constant axes, whatever the shape. */
    private static boolean mergedAxes(Node n, Node before, Workspace work) {
        boolean squeeze = n.is("Squeeze");
        if (!squeeze && !n.is("Unsqueeze")) {
            return false;
        }
        Node large = squeeze ? before : n;
        Node small = squeeze ? n : before;
        Value widest = squeeze ? before.input(0) : n.output();
        int rank = work.facts().rank(widest);
        long[] outer = Ints.fromFront(Ints.constant(large, 1, work), rank);
        if (outer == null) {
            return false;
        }
        long[] inner = Ints.fromFront(Ints.constant(small, 1, work), rank - outer.length);
        if (inner == null) {
            return false;
        }
        Set<Long> axes = new TreeSet<>();
        Arrays.stream(outer).forEach(axes::add);
        if (axes.size() != outer.length) {
            return false;
        }
        long[] others = new long[rank - outer.length];
        int k = 0;
        for (long i = 0; i < rank; i++) {
            if (!axes.contains(i)) {
                others[k++] = i;
            }
        }
        for (long i : inner) {
            axes.add(others[(int) i]);
        }
        long[] all = axes.stream().mapToLong(Long::longValue).toArray();
        Value merged = Ints.vector(n, "axes", all);
        n.setInput(0, before.input(0));
        n.setInput(1, merged);
        before.graph().removeNode(before);
        return true;
    }
}
