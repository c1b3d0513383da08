package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/** MaxRoiPool: maxima over the cells of regions (Girshick 2015, "Fast R-CNN", section 2.1). */
public final class MaxRoiPool implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape rois = node.shape(1);
        int[] cells = cells(node);
        node.output(
                0,
                node.elementType(0),
                new SymbolicShape(
                        List.of(
                                rois == null || rois.rank() != 2 ? Dimension.UNKNOWN : rois.dim(0),
                                in == null || in.rank() != 4 ? Dimension.UNKNOWN : in.dim(1),
                                Dimension.of(cells[0]),
                                Dimension.of(cells[1]))));
    }

    private static int[] cells(NodeView node) {
        long[] given = node.attributes().requireInts("pooled_shape");
        if (given.length != 2 || given[0] < 1 || given[1] < 1) {
            throw new IllegalArgumentException("pooled_shape is not two positive numbers");
        }
        return new int[] {Math.toIntExact(given[0]), Math.toIntExact(given[1])};
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor rois = call.input(1);
        if (in.rank() != 4 || rois.rank() != 2 || rois.dim(1) != 5) {
            throw new IllegalArgumentException(
                    "regions " + rois.shape() + " do not fit input " + in.shape());
        }
        int[] cells = cells(call);
        float scale = call.attributes().getFloat("spatial_scale", 1);
        int channels = in.dim(1);
        Tensor out = call.output(0, in.type(), Shape.of(rois.dim(0), channels, cells[0], cells[1]));
        float[] x = TensorNumbers.floats(in);
        float[] boxes = TensorNumbers.floats(rois);
        float[] y = new float[out.size()];
        int plane = in.dim(2) * in.dim(3);
        int at = 0;
        for (int r = 0; r < rois.dim(0); r++) {
            int image = (int) boxes[5 * r];
            if (image < 0 || image >= in.dim(0)) {
                throw new IllegalArgumentException("there is no image " + image);
            }
            Span columns = Span.of(boxes[5 * r + 1], boxes[5 * r + 3], scale, cells[1]);
            Span rows = Span.of(boxes[5 * r + 2], boxes[5 * r + 4], scale, cells[0]);
            for (int c = 0; c < channels; c++) {
                int from = (image * channels + c) * plane;
                for (int i = 0; i < cells[0]; i++) {
                    for (int k = 0; k < cells[1]; k++) {
                        y[at++] =
                                max(
                                        x,
                                        from,
                                        in.dim(3),
                                        rows.begin(i, in.dim(2)),
                                        rows.end(i, in.dim(2)),
                                        columns.begin(k, in.dim(3)),
                                        columns.end(k, in.dim(3)));
                    }
                }
            }
        }
        TensorNumbers.store(y, out);
    }

    /** The cells along one side of a region. */
    private record Span(double start, float cell) {
        static Span of(float first, float last, float scale, int cells) {
            double start = Math.rint(first * scale);
            double size = Math.max(Math.rint(last * scale) - start + 1, 1);
            return new Span(start, (float) (size / cells));
        }

        int begin(int i, int limit) {
            return clamp(Math.floor(i * cell) + start, limit);
        }

        int end(int i, int limit) {
            return clamp(Math.ceil((i + 1) * cell) + start, limit);
        }

        private static int clamp(double x, int limit) {
            return (int) Math.max(0, Math.min(limit, x));
        }
    }

    /** 0 where a cell is empty. */
    private static float max(
            float[] x, int from, int width, int top, int bottom, int left, int right) {
        if (bottom <= top || right <= left) {
            return 0;
        }
        float out = Float.NEGATIVE_INFINITY;
        for (int i = top; i < bottom; i++) {
            for (int k = left; k < right; k++) {
                out = Math.max(out, x[from + i * width + k]);
            }
        }
        return out;
    }
}
