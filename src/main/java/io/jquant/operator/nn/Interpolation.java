package io.jquant.operator.nn;

import java.util.Arrays;

/**
 * How a resized axis is made of the input: every element of the output is a weighted sum of {@code
 * taps} elements.
 *
 * @param indices taps per output element
 * @param weights as the indices
 * @param outside elements of the output that lie outside the input; null for none
 */
record Interpolation(int taps, int[] indices, float[] weights, boolean[] outside) {
    /**
     * The choices that all axes share.
     *
     * @param mode nearest, linear or cubic
     * @param coordinates see {@link ResizeAxis#source}
     * @param nearest how to round: round_prefer_floor, round_prefer_ceil, floor, ceil, or simple as
     *     before opset 11
     * @param cubic the coefficient a of the cubic kernel
     * @param excludeOutside leave out elements beyond the edge and share out their weight
     * @param antialias widen the kernel when the axis shrinks
     */
    record Options(
            String mode,
            String coordinates,
            String nearest,
            float cubic,
            boolean excludeOutside,
            boolean antialias) {}

    static Interpolation of(ResizeAxis axis, Options o) {
        Interpolation all =
                switch (o.mode) {
                    case "nearest" -> nearest(axis, o);
                    case "linear" -> kernel(axis, o, 1);
                    case "cubic" -> kernel(axis, o, 2);
                    default ->
                            throw new IllegalArgumentException("mode '" + o.mode + "' is unknown");
                };
        return all.withOutside(axis, o);
    }

    private Interpolation withOutside(ResizeAxis axis, Options o) {
        if (!o.coordinates.equals("tf_crop_and_resize")) {
            return this;
        }
        boolean[] out = new boolean[axis.out()];
        for (int i = 0; i < out.length; i++) {
            float x = axis.source(o.coordinates, i);
            out[i] = x < 0 || x > axis.in() - 1;
        }
        return new Interpolation(taps, indices, weights, out);
    }

    private static Interpolation nearest(ResizeAxis axis, Options o) {
        int[] indices = new int[axis.out()];
        for (int i = 0; i < indices.length; i++) {
            float x =
                    axis.in() == axis.out() && axis.isIdentity(o.coordinates)
                            ? i
                            : axis.source(o.coordinates, i);
            int at = round(x, o.nearest, axis.scale() < 1);
            indices[i] = Math.max(0, Math.min(axis.in() - 1, at));
        }
        float[] ones = new float[indices.length];
        Arrays.fill(ones, 1);
        return new Interpolation(1, indices, ones, null);
    }

    private static int round(float x, String how, boolean shrinks) {
        int floor = (int) Math.floor(x);
        boolean middle = x == floor + 0.5f;
        return switch (how) {
            case "round_prefer_floor" -> middle ? floor : Math.round(x);
            case "round_prefer_ceil" -> middle ? floor + 1 : Math.round(x);
            case "floor" -> floor;
            case "ceil" -> (int) Math.ceil(x);
            case "simple" -> shrinks ? (int) Math.ceil(x) : (int) x;
            default -> throw new IllegalArgumentException("nearest_mode '" + how + "' is unknown");
        };
    }

    /**
     * @param reach half the width of the kernel
     */
    private static Interpolation kernel(ResizeAxis axis, Options o, int reach) {
        float shrink = o.antialias && axis.scale() < 1 ? axis.scale() : 1;
        int start = (int) Math.floor(-reach / shrink) + 1;
        int taps = 2 - 2 * start;
        int[] indices = new int[Math.multiplyExact(axis.out(), taps)];
        float[] weights = new float[indices.length];
        for (int i = 0; i < axis.out(); i++) {
            float x = axis.source(o.coordinates, i);
            if (o.mode.equals("linear") && shrink == 1) {
                x = Math.max(0, Math.min(axis.in() - 1, x));
            }
            int first = (int) Math.ceil(x) - 1 + start;
            double sum = 0;
            double[] w = new double[taps];
            for (int k = 0; k < taps; k++) {
                int at = first + k;
                boolean inside = at >= 0 && at < axis.in();
                double distance = Math.abs((double) at - x) * shrink;
                w[k] = inside || !o.excludeOutside ? weight(o, distance) : 0;
                sum += w[k];
                indices[i * taps + k] = Math.max(0, Math.min(axis.in() - 1, at));
            }
            for (int k = 0; k < taps; k++) {
                weights[i * taps + k] = (float) (w[k] / sum);
            }
        }
        return new Interpolation(taps, indices, weights, null);
    }

    private static double weight(Options o, double d) {
        if (o.mode.equals("linear")) {
            return Math.max(0, 1 - d);
        }
        double a = o.cubic;
        if (d <= 1) {
            return ((a + 2) * d - (a + 3)) * d * d + 1;
        }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }
}
