package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.SymbolicShape;

/**
 * Lets the reader of a Slice or Split that gives back the very parts of a Concat read those parts.
 *
 * <pre>
 *   a[N,2] ─┐              ┌─▶ Slice(0:2) ─▶ Exp ─▶               a ─▶ Exp ─▶
 *   b[N,3] ─┴▶ Concat(1) ──┴─▶ Slice(2:5) ─▶ Neg ─▶      ⇒        b ─▶ Neg ─▶
 * </pre>
 */
public final class SliceOfConcat extends NodePass {
    /** Parts of a Concat that are looked at for each reader. */
    private static final int MOST_PARTS = 256;

    public SliceOfConcat() {
        super(
                new PassInfo(
                        "slice-of-concat",
                        "Lets the reader of a Slice or Split that gives back the very parts of a Concat "
                                + "read those parts.",
                        Exactness.SAME_BITS,
                        Stage.OPSET_13),
                "Slice",
                "Split");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node concat = Match.producer(n.input(0), "Concat");
        int rank = concat == null ? -1 : work.facts().rank(concat.output());
        if (rank < 0 || concat.inputs().size() > MOST_PARTS) {
            return false;
        }
        long[] axis = Ints.fromFront(new long[] {concat.attributes().requireInt("axis")}, rank);
        if (axis == null) {
            return false;
        }
        return n.is("Slice")
                ? slice(n, concat, axis[0], work)
                : split(n, concat, axis[0], rank, work);
    }

    private static boolean slice(Node n, Node concat, long axis, Workspace work) {
        MergeSlices.Part part = MergeSlices.onlyPart(n, axis, work);
        if (part == null || part.step() != 1) {
            return false;
        }
        long at = 0;
        for (int i = 0; i < concat.inputs().size(); i++) {
            Value v = concat.input(i);
            long size = size(v, axis, work);
            if (size < 0) {
                return false;
            }
            boolean last = i == concat.inputs().size() - 1;
            if (at == part.start() && (part.end() == at + size || (last && part.end() > at))) {
                return Rewrites.bypass(n, v);
            }
            at += size;
        }
        return false;
    }

    private static boolean split(Node n, Node concat, long axis, int rank, Workspace work) {
        long[] own = Ints.fromFront(new long[] {n.attributes().getInt("axis", 0)}, rank);
        if (own == null || own[0] != axis || n.outputs().size() != concat.inputs().size()) {
            return false;
        }
        for (int i = 0; i < n.outputs().size(); i++) {
            Value part = n.output(i);
            boolean fits =
                    part != null
                            && !part.isGraphOutput()
                            && size(part, axis, work) >= 0
                            && size(part, axis, work) == size(concat.input(i), axis, work);
            if (!fits) {
                return false;
            }
        }
        for (int i = 0; i < n.outputs().size(); i++) {
            n.graph().replaceAllUses(n.output(i), concat.input(i));
        }
        n.graph().removeNode(n);
        return true;
    }

    private static long size(Value v, long axis, Workspace work) {
        SymbolicShape s = v == null ? null : work.facts().shape(v);
        return s == null || axis >= s.rank() ? -1 : s.size((int) axis);
    }
}
