package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/** RoiAlign: regions of images, read at points between the pixels and pooled to one size. */
public final class RoiAlign implements Operator {
    private static final int HALF_PIXEL_SINCE = 16;

    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape rois = node.shape(1);
        node.output(
                0,
                node.elementType(0),
                new SymbolicShape(
                        List.of(
                                rois == null ? Dimension.UNKNOWN : rois.dim(0),
                                in == null ? Dimension.UNKNOWN : in.dim(1),
                                Dimension.of(node.attributes().getInt("output_height", 1)),
                                Dimension.of(node.attributes().getInt("output_width", 1)))));
    }

    private static boolean halfPixel(NodeView node) {
        String otherwise = node.opset() >= HALF_PIXEL_SINCE ? "half_pixel" : "output_half_pixel";
        return node.attributes()
                .getString("coordinate_transformation_mode", otherwise)
                .equals("half_pixel");
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor rois = call.input(1);
        Tensor images = call.input(2);
        if (in.rank() != 4
                || rois.rank() != 2
                || rois.dim(1) != 4
                || images.size() != rois.dim(0)) {
            throw new IllegalArgumentException(
                    "regions " + rois.shape() + " do not fit input " + in.shape());
        }
        int height = Math.toIntExact(call.attributes().getInt("output_height", 1));
        int width = Math.toIntExact(call.attributes().getInt("output_width", 1));
        int channels = in.dim(1);
        Tensor out = call.output(0, in.type(), Shape.of(rois.dim(0), channels, height, width));
        RoiRegion shape =
                new RoiRegion(
                        in.dim(2),
                        in.dim(3),
                        height,
                        width,
                        Math.toIntExact(call.attributes().getInt("sampling_ratio", 0)),
                        call.attributes().getFloat("spatial_scale", 1),
                        halfPixel(call),
                        call.attributes().getString("mode", "avg").equals("max"));
        float[] x = TensorNumbers.floats(in);
        float[] boxes = TensorNumbers.floats(rois);
        float[] y = out.storage() instanceof float[] f ? f : new float[out.size()];
        int plane = in.dim(2) * in.dim(3);
        Chunks.forEach(
                call.workers(),
                rois.dim(0) * channels,
                16L * height * width,
                (a, b) -> {
                    for (int i = a; i < b; i++) {
                        int region = i / channels;
                        long image = images.longAt(region);
                        if (image < 0 || image >= in.dim(0)) {
                            throw new IllegalArgumentException("there is no image " + image);
                        }
                        int from = ((int) image * channels + i % channels) * plane;
                        shape.pool(x, from, boxes, 4 * region, y, i * height * width);
                    }
                });
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }
}
