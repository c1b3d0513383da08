package io.jquant.optimize.pass;

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
 * Makes a Slice of a Pad that only cuts off.
 *
 * <pre>
 *   x ─▶ Pad(0, -1, 0, -2) ─▶ y      ⇒      x ─▶ Slice(axis 1, 1 : -2) ─▶ y
 * </pre>
 *
 * <p>A Pad that cuts off at one place and fills at another stays.
 */
public final class NegativePads extends NodePass {
    public NegativePads() {
        super(
                new PassInfo(
                        "negative-pads",
                        "Makes a Slice of a Pad that only cuts off.",
                        Exactness.SAME_BITS,
                        Stage.OPSET_13),
                "Pad");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        long[] pads = Ints.constant(n, 1, work);
        int rank = work.facts().rank(n.input(0));
        if (pads == null
                || n.input(3) != null
                || pads.length != 2 * rank
                || Ints.isAll(pads, 0)
                || Arrays.stream(pads).anyMatch(p -> p > 0 || p < Integer.MIN_VALUE)) {
            return false;
        }
        long[] axes =
                LongStream.range(0, rank)
                        .filter(i -> pads[(int) i] != 0 || pads[(int) i + rank] != 0)
                        .toArray();
        long[] starts = Arrays.stream(axes).map(i -> -pads[(int) i]).toArray();
        long[] ends =
                Arrays.stream(axes)
                        .map(i -> pads[(int) i + rank] == 0 ? Long.MAX_VALUE : pads[(int) i + rank])
                        .toArray();
        Value x = n.input(0);
        Rewrites.replace(
                n,
                "Slice",
                new Attributes(),
                x,
                Ints.vector(n, "starts", starts),
                Ints.vector(n, "ends", ends),
                Ints.vector(n, "axes", axes));
        return true;
    }
}
