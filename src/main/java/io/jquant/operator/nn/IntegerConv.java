package io.jquant.operator.nn;

import io.jquant.kernel.CodeStore;
import io.jquant.kernel.ExactConv;
import io.jquant.kernel.Window;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.common.CenteredCodes;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** A convolution of 8-bit codes whose zero points are taken away, exact in 32 bits. */
public final class IntegerConv {
    private final Invocation call;
    private final ExactConv conv;
    private final Window window;
    private final Tensor x;
    private final Tensor xZero;
    private final Shape shape;

    private IntegerConv(
            Invocation call, ExactConv conv, Window window, Tensor x, Tensor xZero, Shape shape) {
        this.call = call;
        this.conv = conv;
        this.window = window;
        this.x = x;
        this.xZero = xZero;
        this.shape = shape;
    }

    /** The output's shape as far as it is known. */
    public static SymbolicShape shape(Inference node, SymbolicShape weights) {
        return Conv.shape(node, weights);
    }

    /**
     * Packs weights less their zero points.
     *
     * @param w codes of 8 bits
     * @param wZero null for 0, one for all, or one per output channel
     */
    public static ExactConv pack(NodeView node, Tensor w, Tensor wZero) {
        if (w.rank() < 3) {
            throw new IllegalArgumentException("weights of shape " + w.shape());
        }
        float[] real = TensorNumbers.copyOfFloats(w);
        int channels = w.dim(0);
        int zeros = wZero == null ? 0 : wZero.size();
        if (zeros > 1 && zeros != channels) {
            throw new IllegalArgumentException(
                    zeros + " zero points for " + channels + " output channels");
        }
        int each = channels == 0 ? 0 : real.length / channels;
        for (int i = 0; zeros > 0 && i < real.length; i++) {
            real[i] -= wZero.longAt(zeros == 1 ? 0 : i / each);
        }
        return ExactConv.of(
                real,
                0,
                channels,
                w.dim(1),
                Conv.groups(node),
                WindowSpec.spatial(w.shape()),
                CenteredCodes.LARGEST);
    }

    /**
     * Makes ready to convolve as the attributes of the node say.
     *
     * @param xZero null for 0
     * @param wZero null for 0, one for all, or one per output channel
     * @return the shape of the result is known then
     */
    public static IntegerConv of(Invocation call, Tensor x, Tensor xZero, Tensor w, Tensor wZero) {
        int groups = Conv.groups(call);
        Window window = Conv.window(call, x.shape(), w.shape(), groups);
        ExactConv conv =
                call.prepared() instanceof ExactConv packed ? packed : pack(call, w, wZero);
        Shape shape = Conv.outputShape(x, w.dim(0), window.out());
        return new IntegerConv(call, conv, window, x, xZero, shape);
    }

    /** The result's shape. */
    public Shape shape() {
        return shape;
    }

    /** Writes the sums. */
    public void toInts(int[] y) {
        float[] in = CenteredCodes.of(call, x, xZero);
        float[] scratch = call.scratch(conv.scratch(window));
        conv.run(x.dim(0), window, in, 0, y, 0, scratch, call.workers());
    }

    /**
     * Writes the codes of the sums.
     *
     * @param bias one per output channel, added before; null for none
     */
    public void toCodes(int[] bias, CodeStore codes) {
        float[] in = CenteredCodes.of(call, x, xZero);
        float[] scratch = call.scratch(conv.scratch(window));
        int[] sums = call.intScratch(conv.sums(window, bias));
        conv.toCodes(x.dim(0), window, in, 0, bias, codes, sums, scratch, call.workers());
    }
}
