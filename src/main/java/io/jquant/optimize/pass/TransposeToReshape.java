package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.SymbolicShape;

/**
 * Makes a Reshape of a Transpose that only moves axes of size 1, where it meets another Reshape.
 *
 * <pre>
 *   x[1,1,40,40] ─▶ Transpose {0,2,3,1} ─▶ Reshape(1,1600,1) ─▶ y
 *                          ⇓
 *   x[1,1,40,40] ─▶ Reshape(1,40,40,1) ─▶ Reshape(1,1600,1) ─▶ y
 * </pre>
 *
 * <p>Both become one then.
 */
public final class TransposeToReshape extends NodePass {
    public TransposeToReshape() {
        super(
                new PassInfo(
                        "transpose-to-reshape",
                        "Makes a Reshape of a Transpose that only moves axes of size 1, where it meets "
                                + "another Reshape.",
                        Exactness.SAME_BITS),
                "Transpose");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Value x = n.input(0);
        if (x == null || !(Views.isView(x.producer()) || isReadByViews(n.output()))) {
            return false;
        }
        SymbolicShape s = work.facts().shape(x);
        long[] perm = s == null ? null : MergeTransposes.permutation(n, s.rank());
        if (perm == null || perm.length != s.rank() || !movesUnitAxesOnly(perm, s)) {
            return false;
        }
        long[] target = Views.target(s, work.facts().shape(n.output()));
        if (target == null) {
            return false;
        }
        Rewrites.replace(n, "Reshape", new Attributes(), x, Ints.vector(n, "shape", target));
        return true;
    }

    private static boolean isReadByViews(Value v) {
        if (v.isGraphOutput() || v.useCount() == 0) {
            return false;
        }
        for (Use u : v.uses()) {
            if (!Views.isView(u.node()) || u.index() != 0) {
                return false;
            }
        }
        return true;
    }

    /** Do the axes that may be longer than 1 stay in their order? */
    static boolean movesUnitAxesOnly(long[] perm, SymbolicShape shape) {
        long last = -1;
        for (long axis : perm) {
            if (shape.size((int) axis) != 1) {
                if (axis < last) {
                    return false;
                }
                last = axis;
            }
        }
        return true;
    }
}
