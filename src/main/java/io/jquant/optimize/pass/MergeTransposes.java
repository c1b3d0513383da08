package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Node;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Workspace;
import java.util.stream.LongStream;

/**
 * Makes one Transpose of two in a row, or none when they cancel.
 *
 * <pre>
 *   x ─▶ Transpose {0,2,3,1} ─▶ Transpose {0,3,1,2} ─▶ y      ⇒      x ─▶ y
 * </pre>
 */
public final class MergeTransposes extends NodePass {
    public MergeTransposes() {
        super(
                new PassInfo(
                        "merge-transposes",
                        "Makes one Transpose of two in a row, or none when they cancel.",
                        Exactness.SAME_BITS),
                "Transpose");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node before = n.input(0) == null ? null : n.input(0).producer();
        if (before == null || !before.is("Transpose") || before.input(0) == null) {
            return false;
        }
        int rank = work.facts().rank(before.input(0));
        long[] first = permutation(before, rank);
        long[] second = permutation(n, rank);
        if (first == null || second == null || first.length != second.length) {
            return false;
        }
        long[] both = LongStream.of(second).map(i -> first[(int) i]).toArray();
        if (isIdentity(both)) {
            return Rewrites.bypassOrIdentity(n, before.input(0));
        }
        n.attributes().set(Attribute.of("perm", both));
        n.setInput(0, before.input(0));
        return true;
    }

    /** The permutation of a Transpose; null when it is not known or none. */
    static long[] permutation(Node n, int rank) {
        long[] perm = n.attributes().getInts("perm");
        if (perm == null) {
            return rank < 0 ? null : LongStream.range(0, rank).map(i -> rank - 1 - i).toArray();
        }
        long[] sorted = LongStream.of(perm).sorted().toArray();
        return isIdentity(sorted) ? perm : null;
    }

    static boolean isIdentity(long[] perm) {
        for (int i = 0; i < perm.length; i++) {
            if (perm[i] != i) {
                return false;
            }
        }
        return true;
    }
}
