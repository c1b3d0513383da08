package io.jquant.operator.nn;

import io.jquant.operator.NodeView;
import io.jquant.operator.common.Axes;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a Resize or Upsample node asks for, whatever its version.
 *
 * @param rank of the input
 * @param axes the axes that scales or sizes are given for
 * @param scales one for each of the axes, or null
 * @param sizes one for each of the axes, or null
 * @param roi starts of the axes, then their ends; null where it is not used
 * @param policy stretch, not_larger or not_smaller
 */
record ResizeRequest(
        int rank, int[] axes, float[] scales, long[] sizes, float[] roi, String policy) {

    private static final List<String> MODES = List.of("nearest", "linear", "bilinear", "cubic");

    static int scalesAt(NodeView node) {
        return node.opset() < 11 ? 1 : 2;
    }

    static int sizesAt(NodeView node) {
        return node.opset() < 11 ? Integer.MAX_VALUE : 3;
    }

    static ResizeRequest of(NodeView node, int rank, Tensor roi, Tensor scales, Tensor sizes) {
        long[] given = node.attributes().getInts("axes");
        int[] axes = new int[given == null ? rank : given.length];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = given == null ? i : Axes.normalize(given[i], rank);
        }
        boolean hasSizes = sizes != null && sizes.size() > 0;
        if (hasSizes && scales != null && scales.size() > 0) {
            throw new IllegalArgumentException("both scales and sizes are given");
        }
        float[] factors = hasSizes ? null : factors(node, scales);
        int count = hasSizes ? sizes.size() : factors.length;
        if (count != axes.length) {
            throw new IllegalArgumentException(
                    count + " scales or sizes are given for " + axes.length + " axes");
        }
        boolean crops =
                node.attributes()
                        .getString("coordinate_transformation_mode", "")
                        .equals("tf_crop_and_resize");
        float[] region = crops && roi != null ? TensorNumbers.copyOfFloats(roi) : null;
        if (region != null && region.length != 2 * axes.length) {
            throw new IllegalArgumentException("the region does not fit " + axes.length + " axes");
        }
        return new ResizeRequest(
                rank,
                axes,
                factors,
                hasSizes ? sizes.toLongs() : null,
                region,
                node.attributes().getString("keep_aspect_ratio_policy", "stretch"));
    }

    private static float[] factors(NodeView node, Tensor scales) {
        if (scales != null && scales.size() > 0) {
            return TensorNumbers.copyOfFloats(scales);
        }
        float[] list = node.attributes().getFloats("scales");
        if (list != null) {
            return list;
        }
        if (node.attributes().has("height_scale")) { // Upsample of opset 1
            return new float[] {
                1,
                1,
                node.attributes().getFloat("height_scale", 1),
                node.attributes().getFloat("width_scale", 1)
            };
        }
        throw new IllegalArgumentException("neither scales nor sizes are given");
    }

    static Interpolation.Options options(NodeView node) {
        boolean old = node.opset() < 11;
        String mode = node.attributes().getString("mode", "nearest");
        if (!MODES.contains(mode)) {
            throw new IllegalArgumentException("mode '" + mode + "' is none of " + MODES);
        }
        return new Interpolation.Options(
                mode.equals("bilinear") ? "linear" : mode,
                old
                        ? "asymmetric"
                        : node.attributes()
                                .getString("coordinate_transformation_mode", "half_pixel"),
                old ? "simple" : node.attributes().getString("nearest_mode", "round_prefer_floor"),
                node.attributes().getFloat("cubic_coeff_a", -0.75f),
                node.attributes().getBoolean("exclude_outside", false),
                node.attributes().getBoolean("antialias", false));
    }

    private int place(int axis) {
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] == axis) {
                return i;
            }
        }
        return -1;
    }

    /** Is the axis left as it is, whatever its size? */
    boolean keeps(int axis) {
        int i = place(axis);
        return i < 0 || (scales != null && scales[i] == 1);
    }

    /** The size of an axis of the output, for an input whose size there is known. */
    Dimension outputSize(SymbolicShape in, int axis) {
        if (sizes != null && !policy.equals("stretch")) {
            for (int a : axes) {
                if (!in.dim(a).isKnown()) {
                    return Dimension.UNKNOWN;
                }
            }
        }
        long[] dims = new long[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = Math.max(1, in.size(i));
        }
        dims[axis] = in.size(axis);
        return Dimension.of(axes(Shape.of(dims)).get(axis).out());
    }

    /** What happens to each axis of an input. */
    List<ResizeAxis> axes(Shape in) {
        long[] wanted = sizes == null ? null : sizes.clone();
        Float common = sizes == null || policy.equals("stretch") ? null : commonScale(in);
        List<ResizeAxis> out = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            int i = place(axis);
            int size = in.dim(axis);
            if (i < 0) {
                out.add(new ResizeAxis(size, size, 1, 0, 1));
                continue;
            }
            float start = roi == null ? 0 : roi[i];
            float end = roi == null ? 1 : roi[i + axes.length];
            float scale;
            long target;
            if (common != null) {
                scale = common;
                target = (long) Math.floor((double) common * size + 0.5);
            } else if (wanted != null) {
                target = wanted[i];
                scale = size == 0 ? 1 : (float) target / size;
            } else {
                scale = scales[i];
                target = (long) Math.floor(size * scale);
            }
            if (!(scale > 0) || target < 0 || target > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "axis " + axis + " of " + in + " cannot be resized to " + target);
            }
            out.add(new ResizeAxis(size, (int) target, scale, start, end));
        }
        return out;
    }

    private float commonScale(Shape in) {
        double best = policy.equals("not_larger") ? Double.MAX_VALUE : 0;
        if (!policy.equals("not_larger") && !policy.equals("not_smaller")) {
            throw new IllegalArgumentException(
                    "keep_aspect_ratio_policy '"
                            + policy
                            + "' is unknown for sizes "
                            + Arrays.toString(sizes));
        }
        for (int i = 0; i < axes.length; i++) {
            float scale = (float) sizes[i] / in.dim(axes[i]);
            best = policy.equals("not_larger") ? Math.min(best, scale) : Math.max(best, scale);
        }
        return (float) best;
    }
}
