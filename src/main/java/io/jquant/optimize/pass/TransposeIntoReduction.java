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
import java.util.stream.LongStream;

/**
 * Lets a reduction read its input as it was before a Transpose, where the axes that are left keep
 * their order.
 *
 * <pre>
 *   x ─▶ Transpose {0,2,3,1} ─▶ ReduceMean(1,2) {keepdims=0} ─▶ y
 *                          ⇓
 *   x ─▶ ReduceMean(2,3) {keepdims=0} ─▶ y
 * </pre>
 */
public final class TransposeIntoReduction extends NodePass {
    public TransposeIntoReduction() {
        super(
                new PassInfo(
                        "transpose-into-reduction",
                        "Lets a reduction read its input as it was before a Transpose, where the axes that "
                                + "are left keep their order.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13),
                "ReduceMean",
                "ReduceSum",
                "ReduceMax",
                "ReduceMin",
                "ReduceL1",
                "ReduceL2");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node t = Match.producer(n.input(0), "Transpose");
        Value x = t == null ? null : t.input(0);
        int rank = x == null ? -1 : work.facts().rank(x);
        long[] axes = rank < 1 ? null : Reductions.axes(n, rank, work);
        long[] perm = rank < 1 ? null : MergeTransposes.permutation(t, rank);
        if (axes == null || perm == null || Reductions.keepsAxes(n)) {
            return false;
        }
        long[] left =
                LongStream.range(0, rank)
                        .filter(i -> Arrays.binarySearch(axes, i) < 0)
                        .map(i -> perm[(int) i])
                        .toArray();
        for (int i = 1; i < left.length; i++) {
            if (left[i] < left[i - 1]) {
                return false;
            }
        }
        long[] before = Arrays.stream(axes).map(i -> perm[(int) i]).sorted().toArray();
        Attributes a = n.attributes();
        if (Reductions.isAttributeForm(n)) {
            a.set(Attribute.of("axes", before));
            n.setInput(0, x);
        } else {
            Rewrites.replace(n, n.opType(), a, x, Ints.vector(n, "axes", before));
        }
        return true;
    }
}
