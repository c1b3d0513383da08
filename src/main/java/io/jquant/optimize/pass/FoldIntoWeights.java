package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;

/**
 * Folds BatchNormalization, and Add, Sub, Mul, Div by a constant for each channel, into the weights
 * of the Conv, ConvTranspose, Gemm or MatMul before it.
 *
 * <pre>
 *   x ─▶ Conv(W, B) ─▶ BatchNormalization ─▶ y      ⇒      x ─▶ Conv(W', B') ─▶ y
 * </pre>
 *
 * <p>W' = s·W and B' = s·B + t for each output channel, in double precision; a missing bias is
 * added, weights that other nodes read as well are copied. The value in between must have no other
 * reader. A MatMul takes no bias, so that an Add stays behind it.
 */
public final class FoldIntoWeights extends NodePass {
    public FoldIntoWeights() {
        super(
                new PassInfo(
                        "fold-into-weights",
                        "Folds BatchNormalization, and Add, Sub, Mul, Div by a constant for each channel, "
                                + "into the weights of the Conv, ConvTranspose, Gemm or MatMul before it.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "BatchNormalization",
                "Add",
                "Sub",
                "Mul",
                "Div",
                "Neg");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node before = producer(n, work);
        LinearNode linear = LinearNode.of(before, work);
        if (linear == null || !Rewrites.isChain(before, n)) {
            return false;
        }
        ChannelAffine a = ChannelAffine.of(n, linear.rank(), linear.channelAxis(), work);
        if (a == null
                || a.data() != before.output()
                || (a.channels() != 1 && a.channels() != linear.outputs())) {
            return false;
        }
        if (linear.takesBias()) {
            if (!linear.scaleOutputs(a)) {
                return false;
            }
            Rewrites.absorb(n, before);
            return true;
        }
        return foldScale(n, before, linear, a);
    }

    /** The scale goes into the weights, the shift stays as an Add. */
    private static boolean foldScale(Node n, Node before, LinearNode linear, ChannelAffine a) {
        if (!a.isScaling()) {
            return false;
        }
        ChannelAffine scale = new ChannelAffine(a.data(), a.scale(), new double[] {0});
        if (!linear.scaleOutputs(scale)) {
            return false;
        }
        if (!a.isShifting()) {
            Rewrites.absorb(n, before);
            return true;
        }
        var shift =
                n.graph()
                        .addInitializer(
                                n.label() + "_shift",
                                a.shiftTensor(
                                        linear.type(),
                                        linear.rank(),
                                        linear.channelAxis(),
                                        linear.outputs()));
        Rewrites.replace(n, "Add", new Attributes(), before.output(), shift);
        return true;
    }

    private static Node producer(Node n, Workspace work) {
        for (int i = 0; i < Math.min(2, n.inputs().size()); i++) {
            if (n.input(i) != null && !work.isFloatConstant(n.input(i))) {
                return n.input(i).producer();
            }
        }
        return null;
    }
}
