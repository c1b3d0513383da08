package io.jquant.operator.nn;

import io.jquant.operator.common.Axes;
import java.util.Arrays;

/**
 * Reads a plane or a volume between its elements (ONNX GridSample). Places are given per axis, the
 * innermost first, from −1 to 1.
 */
final class Sampler {
    private static final double CUBIC = -0.75;

    private final int taps;
    private final boolean nearest;
    private final String padding;
    private final boolean alignCorners;
    private final int[] sizes;
    private final int[] strides;

    private Sampler(int taps, boolean nearest, String padding, boolean alignCorners, int[] sizes) {
        this.taps = taps;
        this.nearest = nearest;
        this.padding = padding;
        this.alignCorners = alignCorners;
        this.sizes = sizes;
        this.strides = Axes.strides(sizes);
    }

    static Sampler of(String mode, String padding, boolean alignCorners, int[] sizes) {
        if (!padding.equals("zeros")
                && !padding.equals("border")
                && !padding.equals("reflection")) {
            throw new IllegalArgumentException("padding_mode '" + padding + "' is unknown");
        }
        int taps =
                switch (mode) {
                    case "nearest" -> 1;
                    case "linear", "bilinear" -> 2;
                    case "cubic", "bicubic" -> 4;
                    default -> throw new IllegalArgumentException("mode '" + mode + "' is unknown");
                };
        return new Sampler(taps, taps == 1, padding, alignCorners, sizes);
    }

    /** A place, as a weighted sum of elements. */
    static final class Point {
        private final int[] places;
        private final double[] weights;

        private Point(int count) {
            places = new int[count];
            weights = new double[count];
        }

        float read(float[] x, int base) {
            double sum = 0;
            for (int i = 0; i < places.length; i++) {
                if (places[i] >= 0) {
                    sum += weights[i] * x[base + places[i]];
                }
            }
            return (float) sum;
        }
    }

    Point newPoint() {
        int count = 1;
        for (int i = 0; i < sizes.length; i++) {
            count *= taps;
        }
        return new Point(count);
    }

    /** Finds the elements around a place. */
    void locate(float[] grid, int at, Point point) {
        int count = point.places.length;
        Arrays.fill(point.places, 0);
        Arrays.fill(point.weights, 1);
        int block = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            float x = grid[at + sizes.length - 1 - axis];
            double place = denormalize(x, sizes[axis]);
            if (!padding.equals("zeros") && taps != 4) {
                place = bounded(place, sizes[axis]);
            }
            int first = nearest ? (int) Math.rint(place) : (int) Math.floor(place) - (taps - 1) / 2;
            double fraction = place - Math.floor(place);
            for (int i = 0; i < count; i++) {
                int k = i / block % taps;
                int source = element(first + k, sizes[axis]);
                boolean gone = source < 0 || point.places[i] < 0;
                point.places[i] = gone ? -1 : point.places[i] + source * strides[axis];
                point.weights[i] *= weight(k, fraction);
            }
            block *= taps;
        }
    }

    private double weight(int k, double fraction) {
        if (taps == 1) {
            return 1;
        }
        if (taps == 2) {
            return k == 0 ? 1 - fraction : fraction;
        }
        double d = Math.abs(k - 1 - fraction);
        if (d <= 1) {
            return ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1;
        }
        return ((CUBIC * d - 5 * CUBIC) * d + 8 * CUBIC) * d - 4 * CUBIC;
    }

    private double denormalize(float x, int size) {
        // not finite: somewhere outside, which all paddings know what to do with
        double p = alignCorners ? (x + 1) / 2.0 * (size - 1) : ((x + 1.0) * size - 1) / 2;
        return Double.isNaN(p) ? -1 : Math.max(-1e9, Math.min(1e9, p));
    }

    /** A place moved to within the plane, by the border or as a mirror does. */
    private double bounded(double place, int size) {
        if (padding.equals("border")) {
            return Math.max(0, Math.min(size - 1, place));
        }
        double low = alignCorners ? 0 : -0.5;
        double high = alignCorners ? size - 1 : size - 0.5;
        return Math.max(0, Math.min(size - 1, mirrored(place, low, high)));
    }

    private static double mirrored(double x, double low, double high) {
        double range = high - low;
        if (range <= 0) {
            return low;
        }
        double distance = Math.abs(x - low) % (2 * range);
        return low + (distance > range ? 2 * range - distance : distance);
    }

    /** The element that stands for one that may lie outside; −1 for none. */
    private int element(int index, int size) {
        if (index >= 0 && index < size) {
            return index;
        }
        return switch (padding) {
            case "zeros" -> -1;
            case "border" -> Math.max(0, Math.min(size - 1, index));
            default -> (int) Math.rint(bounded(index, size));
        };
    }
}
