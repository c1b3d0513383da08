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
import io.jquant.tensor.SymbolicShape;
import java.util.Arrays;

/**
 * Folds BatchNormalization, and Add, Sub, Mul, Div by a constant for each channel, into the weights
 * of the Conv, ConvTranspose, Gemm or MatMul behind it.
 *
 * <pre>
 *   x ─▶ BatchNormalization ─▶ Conv(W, B) ─▶ y      ⇒      x ─▶ Conv(W', B') ─▶ y
 * </pre>
 *
 * <p>W' = s·W and B' = B + ΣW·t, in double precision. A shift goes through a padded Conv, or a
 * ConvTranspose, only where it is zero, since padding is not shifted. Arithmetic on a graph input
 * stays: it tells the range of what is fed.
 */
public final class FoldIntoNextWeights extends NodePass {
    public FoldIntoNextWeights() {
        super(
                new PassInfo(
                        "fold-into-next-weights",
                        "Folds BatchNormalization, and Add, Sub, Mul, Div by a constant for each channel, "
                                + "into the weights of the Conv, ConvTranspose, Gemm or MatMul behind it.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "Conv",
                "ConvTranspose",
                "Gemm",
                "MatMul");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        return fold(n, work, false);
    }

    /**
     * Folds what stands before a node into it.
     *
     * @param preprocessing also arithmetic on a graph input
     */
    static boolean fold(Node n, Workspace work, boolean preprocessing) {
        Value x = n.input(0);
        Node before = x == null ? null : x.producer();
        LinearNode linear = LinearNode.of(n, work);
        if (before == null || linear == null || !Rewrites.isChain(before, n)) {
            return false;
        }
        ChannelAffine a = ChannelAffine.of(before, linear.rank(), linear.channelAxis(), work);
        if (a == null
                || (a.channels() != 1 && a.channels() != linear.inputs())
                || !keepsChannels(a, linear, work)
                || isTransposed(n)) {
            return false;
        }
        if (!preprocessing && a.data().isGraphInput() && !before.is("BatchNormalization")) {
            return false;
        }
        if (a.isShifting() && (!linear.takesBias() || isPadded(n) || n.is("ConvTranspose"))) {
            return false;
        }
        if (!linear.scaleInputs(a)) {
            return false;
        }
        n.setInput(0, a.data());
        n.graph().removeNode(before);
        return true;
    }

    /** Is the affine's input as wide as its output, and not stretched by the constants? */
    private static boolean keepsChannels(ChannelAffine a, LinearNode linear, Workspace work) {
        SymbolicShape s = work.facts().shape(a.data());
        return s != null
                && s.rank() == linear.rank()
                && s.size(linear.channelAxis()) == linear.inputs();
    }

    private static boolean isTransposed(Node n) {
        return n.is("Gemm") && n.attributes().getBoolean("transA", false);
    }

    private static boolean isPadded(Node n) {
        Attributes a = n.attributes();
        long[] pads = a.getInts("pads");
        return a.getString("auto_pad", "NOTSET").startsWith("SAME")
                || (pads != null && Arrays.stream(pads).anyMatch(p -> p != 0));
    }
}
