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
import io.jquant.tensor.Tensor;
import java.util.Arrays;

/**
 * Lets a Conv or pool do the padding of the Pad before it.
 *
 * <pre>
 *   x ─▶ Pad(1) ─▶ Conv {pads=0} ─▶ y      ⇒      x ─▶ Conv {pads=1} ─▶ y
 * </pre>
 *
 * <p>Only constant padding of the spatial axes: with 0 for Conv, and for an AveragePool that counts
 * its padding; with the lowest number for MaxPool.
 */
public final class PadIntoWindow extends NodePass {
    public PadIntoWindow() {
        super(
                new PassInfo(
                        "pad-into-window",
                        "Lets a Conv or pool do the padding of the Pad before it.",
                        Exactness.SAME_BITS,
                        Stage.OPSET_13),
                "Conv",
                "MaxPool",
                "AveragePool");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node pad = n.input(0) == null ? null : n.input(0).producer();
        if (pad == null || !pad.is("Pad") || !Rewrites.isChain(pad, n)) {
            return false;
        }
        String mode = pad.attributes().getString("mode", "constant");
        Tensor amounts = work.constant(pad.input(1));
        if (!mode.equals("constant") || amounts == null || pad.input(3) != null) {
            return false;
        }
        long[] spatial = spatial(amounts.toLongs());
        String auto = n.attributes().getString("auto_pad", "NOTSET");
        if (spatial == null
                || !(auto.equals("NOTSET") || auto.equals("VALID"))
                || !fits(n, pad, spatial, work)) {
            return false;
        }
        Attributes a = n.attributes();
        long[] own = auto.equals("VALID") ? null : a.getInts("pads");
        for (int i = 0; own != null && i < own.length; i++) {
            spatial[i] += own[i];
        }
        a.remove("auto_pad");
        a.set(Attribute.of("pads", spatial));
        if (n.is("AveragePool")) {
            a.set(Attribute.of("count_include_pad", 1));
        }
        Value x = pad.input(0);
        n.setInput(0, x);
        pad.graph().removeNode(pad);
        return true;
    }

    /** The amounts without those of batch and channels; null when these are padded or cut. */
    private static long[] spatial(long[] pads) {
        int rank = pads.length / 2;
        if (rank < 3 || Arrays.stream(pads).anyMatch(p -> p < 0)) {
            return null;
        }
        if (pads[0] != 0 || pads[1] != 0 || pads[rank] != 0 || pads[rank + 1] != 0) {
            return null;
        }
        long[] out = new long[2 * (rank - 2)];
        System.arraycopy(pads, 2, out, 0, rank - 2);
        System.arraycopy(pads, rank + 2, out, rank - 2, rank - 2);
        return out;
    }

    private static boolean fits(Node n, Node pad, long[] spatial, Workspace work) {
        if (n.is("Conv")) {
            return value(pad, work) == 0;
        }
        if (n.attributes().getInt("ceil_mode", 0) != 0) {
            return false;
        }
        long[] kernel = n.attributes().getInts("kernel_shape");
        long[] own = n.attributes().getInts("pads");
        for (int i = 0; i < spatial.length; i++) {
            // A window must not lie in the padding wholly.
            long all = spatial[i] + (own == null ? 0 : own[i]);
            if (kernel == null || all >= kernel[i % kernel.length]) {
                return false;
            }
        }
        if (n.is("MaxPool")) {
            return n.outputs().size() == 1 && value(pad, work) == Double.NEGATIVE_INFINITY;
        }
        boolean unpadded = own == null || Arrays.stream(own).allMatch(p -> p == 0);
        return value(pad, work) == 0
                && (unpadded || n.attributes().getBoolean("count_include_pad", false));
    }

    /** What is padded with; NaN when it is not known. */
    private static double value(Node pad, Workspace work) {
        if (pad.input(2) == null) {
            return 0;
        }
        Tensor t = work.isFloatConstant(pad.input(2)) ? work.constant(pad.input(2)) : null;
        return t == null || t.size() != 1 ? Double.NaN : Doubles.of(t)[0];
    }
}
