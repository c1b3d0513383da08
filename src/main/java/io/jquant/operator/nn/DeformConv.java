package io.jquant.operator.nn;

import io.jquant.kernel.Ending;
import io.jquant.kernel.Gemm;
import io.jquant.kernel.Window;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/**
 * DeformConv over two spatial axes: a convolution whose window sees the input at places that an
 * input moves (arXiv 1703.06211), weighted by a mask (arXiv 1811.11168).
 */
public final class DeformConv implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), Conv.shape(node, node.shape(1)));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor w = call.input(1);
        Tensor offsets = call.input(2);
        Tensor bias = call.optional(3);
        Tensor mask = call.optional(4);
        int groups = Conv.groups(call);
        Window window = Conv.window(call, in.shape(), w.shape(), groups);
        if (in.rank() != 4) {
            throw new IllegalArgumentException("only two spatial axes are supported");
        }
        int offsetGroups = Math.toIntExact(call.attributes().getInt("offset_group", 1));
        int channels = in.dim(1);
        int places = w.dim(2) * w.dim(3);
        int pixels = window.out()[0] * window.out()[1];
        long moves = 2L * offsetGroups * places * pixels * in.dim(0);
        if (offsetGroups < 1
                || channels % offsetGroups != 0
                || offsets.shape().size() != moves
                || (mask != null && 2 * mask.shape().size() != moves)) {
            throw new IllegalArgumentException(
                    "offsets " + offsets.shape() + " do not fit input " + in.shape());
        }
        Tensor out = call.output(0, in.type(), Conv.outputShape(in, w.dim(0), window.out()));
        float[] x = TensorNumbers.floats(in);
        float[] k = TensorNumbers.floats(w);
        float[] b = bias == null ? null : TensorNumbers.floats(bias);
        float[] y = out.storage() instanceof float[] f ? f : new float[out.size()];
        DeformedPatches patches =
                new DeformedPatches(
                        window,
                        TensorNumbers.floats(offsets),
                        mask == null ? null : TensorNumbers.floats(mask),
                        offsetGroups,
                        channels / offsetGroups);
        float[] columns = call.scratch(Math.multiplyExact(channels * places, pixels));
        int rows = w.dim(0) / groups;
        int depth = w.dim(1) * places;
        for (int n = 0; n < in.dim(0); n++) {
            int image = n;
            Chunks.forEach(
                    call.workers(),
                    channels,
                    8L * places * pixels,
                    (from, to) -> {
                        for (int c = from; c < to; c++) {
                            patches.fill(image, c, x, (image * channels + c), columns);
                        }
                    });
            for (int g = 0; g < groups; g++) {
                float[] own = b == null ? null : Arrays.copyOfRange(b, g * rows, (g + 1) * rows);
                Gemm.multiply(
                        rows,
                        pixels,
                        depth,
                        k,
                        g * rows * depth,
                        depth,
                        1,
                        columns,
                        g * depth * pixels,
                        pixels,
                        1,
                        y,
                        (n * w.dim(0) + g * rows) * pixels,
                        pixels,
                        own == null
                                ? Ending.PLAIN
                                : Ending.perRow(own, io.jquant.kernel.Activation.NONE),
                        call.workers());
            }
        }
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }
}
