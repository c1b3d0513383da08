package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * NonMaxSuppression: of boxes that overlap much, the one with the best score. Selected boxes come
 * by batch, class, and falling score; of equal scores the first box comes first.
 */
public final class NonMaxSuppression implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(
                0,
                ElementType.INT64,
                new SymbolicShape(List.of(Dimension.UNKNOWN, Dimension.of(3))));
    }

    @Override
    public void run(Invocation call) {
        Tensor boxes = call.input(0);
        Tensor scores = call.input(1);
        if (boxes.rank() != 3
                || scores.rank() != 3
                || boxes.dim(2) != 4
                || boxes.dim(1) != scores.dim(2)
                || boxes.dim(0) != scores.dim(0)) {
            throw new IllegalArgumentException(
                    "boxes " + boxes.shape() + " do not fit scores " + scores.shape());
        }
        long most = call.optional(2) == null ? 0 : call.input(2).longAt(0);
        float overlap = call.optional(3) == null ? 0 : TensorNumbers.floatAt(call.input(3), 0);
        float least =
                call.optional(4) == null
                        ? Float.NEGATIVE_INFINITY
                        : TensorNumbers.floatAt(call.input(4), 0);
        if (!(overlap >= 0 && overlap <= 1)) {
            throw new IllegalArgumentException("iou_threshold " + overlap + " is not in 0 … 1");
        }
        boolean centers = call.attributes().getBoolean("center_point_box", false);
        int count = boxes.dim(1);
        int classes = scores.dim(1);
        float[] corners = corners(TensorNumbers.floats(boxes), boxes.size(), centers);
        float[] s = TensorNumbers.floats(scores);
        List<long[]> selected = new ArrayList<>();
        for (int b = 0; b < boxes.dim(0); b++) {
            for (int c = 0; c < classes; c++) {
                int from = (b * classes + c) * count;
                List<Integer> kept =
                        select(corners, b * count, s, from, count, most, overlap, least);
                for (int k : kept) {
                    selected.add(new long[] {b, c, k});
                }
            }
        }
        Tensor out = call.output(0, ElementType.INT64, Shape.of(selected.size(), 3));
        for (int i = 0; i < selected.size(); i++) {
            System.arraycopy(selected.get(i), 0, out.longs(), 3 * i, 3);
        }
    }

    private static List<Integer> select(
            float[] corners,
            int firstBox,
            float[] scores,
            int from,
            int count,
            long most,
            float overlap,
            float least) {
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (scores[from + i] > least) {
                candidates.add(i);
            }
        }
        candidates.sort(
                Comparator.comparingDouble((Integer i) -> -scores[from + i])
                        .thenComparingInt(i -> i));
        List<Integer> kept = new ArrayList<>();
        for (int i : candidates) {
            if (kept.size() >= most) {
                break;
            }
            boolean free = true;
            for (int k : kept) {
                if (overlaps(corners, 4 * (firstBox + i), 4 * (firstBox + k), overlap)) {
                    free = false;
                    break;
                }
            }
            if (free) {
                kept.add(i);
            }
        }
        return kept;
    }

    /** Boxes as lower and upper corners, whichever way round they are given. */
    private static float[] corners(float[] boxes, int length, boolean centers) {
        float[] out = new float[length];
        for (int i = 0; i < length; i += 4) {
            for (int k = 0; k < 2; k++) {
                float p = boxes[i + k];
                float q = boxes[i + k + 2];
                out[i + k] = centers ? p - q / 2 : Math.min(p, q);
                out[i + k + 2] = centers ? p + q / 2 : Math.max(p, q);
            }
        }
        return out;
    }

    /** Is the share of the intersection in the union above a threshold? */
    private static boolean overlaps(float[] c, int a, int b, float threshold) {
        float height = Math.min(c[a + 2], c[b + 2]) - Math.max(c[a], c[b]);
        float width = Math.min(c[a + 3], c[b + 3]) - Math.max(c[a + 1], c[b + 1]);
        if (height <= 0 || width <= 0) {
            return false;
        }
        float both = height * width;
        float areaA = (c[a + 2] - c[a]) * (c[a + 3] - c[a + 1]);
        float areaB = (c[b + 2] - c[b]) * (c[b + 3] - c[b + 1]);
        float union = areaA + areaB - both;
        return areaA > 0 && areaB > 0 && union > 0 && both / union > threshold;
    }
}
