package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.StridedCopy;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import java.util.List;

/** SpaceToDepth: turns blocks of pixels into channels. */
public final class SpaceToDepth implements Operator {
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
                                    Dimension.of(in.size(1) * b * b),
                                    Dimension.of(in.size(2) < 0 ? -1 : in.size(2) / b),
                                    Dimension.of(in.size(3) < 0 ? -1 : in.size(3) / b)));
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int b = Math.toIntExact(call.attributes().requireInt("blocksize"));
        if (in.rank() != 4 || b <= 0 || in.dim(2) % b != 0 || in.dim(3) % b != 0) {
            throw new IllegalArgumentException("blocks of " + b + " do not divide " + in.shape());
        }
        int c = in.dim(1);
        int h = in.dim(2) / b;
        int w = in.dim(3) / b;
        String mode = call.attributes().getString("mode", "DCR");
        Tensor out = call.output(0, in.type(), Shape.of(in.dim(0), (long) c * b * b, h, w));
        int row = w * b;
        int plane = row * h * b;
        // axes in the order of the output: n, block row, block column, c, y, x; for CRD c comes
        // before the block
        boolean depthFirst = mode.equals("DCR");
        int[] dims =
                depthFirst
                        ? new int[] {in.dim(0), b, b, c, h, w}
                        : new int[] {in.dim(0), c, b, b, h, w};
        int[] from =
                depthFirst
                        ? new int[] {plane * c, row, 1, plane, row * b, b}
                        : new int[] {plane * c, plane, row, 1, row * b, b};
        StridedCopy.fill(call.workers(), dims, in, from, out);
    }
}
