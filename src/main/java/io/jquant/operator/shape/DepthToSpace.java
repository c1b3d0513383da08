package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.StridedCopy;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.List;

/** DepthToSpace: turns channels into blocks of pixels. */
public final class DepthToSpace implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = SymbolicShape.ofRank(4);
        if (in != null && in.rank() == 4) {
            long b = node.attributes().requireInt("blocksize");
            out =
                    new SymbolicShape(
                            List.of(
                                    in.dim(0),
                                    Dimension.of(in.size(1) < 0 ? -1 : in.size(1) / (b * b)),
                                    Dimension.of(in.size(2) * b),
                                    Dimension.of(in.size(3) * b)));
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int b = Math.toIntExact(call.attributes().requireInt("blocksize"));
        String mode = call.attributes().getString("mode", "DCR");
        if (in.rank() != 4 || b <= 0 || in.dim(1) % (b * b) != 0) {
            throw new IllegalArgumentException(
                    "blocks of " + b + " cannot be made of " + in.shape());
        }
        if (!mode.equals("DCR") && !mode.equals("CRD")) {
            throw new IllegalArgumentException("mode '" + mode + "' is unknown");
        }
        int c = in.dim(1) / (b * b);
        int h = in.dim(2);
        int w = in.dim(3);
        Tensor out = call.output(0, in.type(), Shape.of(in.dim(0), c, (long) h * b, (long) w * b));
        // axes in the order of the output: n, c, y, block row, x, block column
        int plane = h * w;
        int channel = mode.equals("DCR") ? plane : plane * b * b;
        int blockRow = mode.equals("DCR") ? plane * c * b : plane * b;
        int blockColumn = mode.equals("DCR") ? plane * c : plane;
        int[] dims = {in.dim(0), c, h, b, w, b};
        StridedCopy.run(
                call.workers(),
                in.type(),
                dims,
                in.storage(),
                0,
                new int[] {plane * in.dim(1), channel, w, blockRow, 1, blockColumn},
                out.storage(),
                0,
                Axes.strides(dims));
    }
}
