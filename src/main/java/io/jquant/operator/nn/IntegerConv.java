package io.jquant.operator.nn;

import io.jquant.kernel.Window;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/**
 * A convolution of codes whose zero points are taken away.
 *
 * @param sums the results
 * @param shape their shape
 */
public record IntegerConv(long[] sums, Shape shape) {
    /** The output's shape as far as it is known. */
    public static SymbolicShape shape(Inference node, SymbolicShape weights) {
        return Conv.shape(node, weights);
    }

    /**
     * Convolves as the attributes of the node say.
     *
     * @param xZero null for 0
     * @param wZero null for 0, one for all, or one per output channel
     * @param bias null for none
     */
    public static IntegerConv run(
            Invocation call, Tensor x, Tensor xZero, Tensor w, Tensor wZero, Tensor bias) {
        int groups = Conv.groups(call);
        Window window = Conv.window(call, x.shape(), w.shape(), groups);
        Shape shape = Conv.outputShape(x, w.dim(0), window.out());
        long[] sums = new long[Math.toIntExact(shape.size())];
        PlainConv.wholes(
                call.workers(),
                window,
                groups,
                x,
                xZero == null ? 0 : xZero.longAt(0),
                w,
                wZero == null ? new long[1] : wZero.toLongs(),
                bias,
                sums);
        return new IntegerConv(sums, shape);
    }
}
