package io.jquant.calibrate;

import io.jquant.tensor.Shape;
import java.util.Arrays;

/**
 * One pass over one tensor that looks at each channel: extremes of the channels and of the whole,
 * and sums.
 *
 * <p>Sums are formed per <em>portion</em> in a fixed order in double; the portions of all tensors
 * are then added without rounding ({@link ExactSum}). A portion is a channel of one entry of the
 * outermost axis, so that a batch of N and N single samples give the same; only where that axis is
 * long and little stands behind it (positions rather than samples) a portion is a channel of the
 * whole tensor, for time's sake.
 */
final class ChannelScan {
    /** No batch is taken to be longer than this when a portion would be tiny. */
    private static final int LONG_AXIS = 16;

    /** Elements that make a portion worth an exact addition. */
    private static final int SMALL_PORTION = 16;

    private static final int LANES = 4;

    final int channels;
    final int portions;
    final Extremes whole = new Extremes();
    final float[] min;
    final float[] max;
    final long[] finite;
    final double[] sums; // [portion * channels + channel]
    final double[] squares;

    /**
     * @param axis the channel axis, not negative, below the rank
     */
    ChannelScan(float[] values, Shape shape, int axis) {
        channels = shape.dim(axis);
        int outer = (int) shape.size(0, axis);
        int inner = (int) shape.size(axis + 1, shape.rank());
        int entries = axis == 0 ? 1 : shape.dim(0);
        int rows = outer / entries; // of one entry
        portions = entries > LONG_AXIS && (long) rows * inner < SMALL_PORTION ? 1 : entries;
        min = filled(Float.POSITIVE_INFINITY);
        max = filled(Float.NEGATIVE_INFINITY);
        finite = new long[channels];
        sums = new double[portions * channels];
        squares = new double[portions * channels];
        for (int o = 0; o < outer; o++) {
            int portion = portions == 1 ? 0 : o / rows;
            int from = o * channels * inner;
            if (inner == 1) {
                row(values, from, portion * channels);
            } else {
                for (int c = 0; c < channels; c++) {
                    run(values, from + c * inner, inner, c, portion * channels + c);
                }
            }
        }
        for (int c = 0; c < channels; c++) {
            if (finite[c] > 0) {
                whole.addFinite(min[c], max[c], finite[c]);
            }
        }
    }

    private float[] filled(float value) {
        float[] a = new float[channels];
        Arrays.fill(a, value);
        return a;
    }

    /** One value of each channel. */
    private void row(float[] values, int from, int to) {
        for (int c = 0; c < channels; c++) {
            float v = values[from + c];
            if (!Float.isFinite(v)) {
                whole.addOne(v);
                continue;
            }
            min[c] = v < min[c] ? v : min[c];
            max[c] = v > max[c] ? v : max[c];
            finite[c]++;
            sums[to + c] += v;
            squares[to + c] += (double) v * v;
        }
    }

    /** A run of values of one channel. */
    private void run(float[] values, int from, int length, int c, int to) {
        float low0 = Float.POSITIVE_INFINITY;
        float low1 = low0;
        float low2 = low0;
        float low3 = low0;
        float high0 = Float.NEGATIVE_INFINITY;
        float high1 = high0;
        float high2 = high0;
        float high3 = high0;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double q0 = 0;
        double q1 = 0;
        double q2 = 0;
        double q3 = 0;
        int end = from + length;
        int i = from;
        for (; i <= end - LANES; i += LANES) {
            float v0 = values[i];
            float v1 = values[i + 1];
            float v2 = values[i + 2];
            float v3 = values[i + 3];
            low0 = v0 < low0 ? v0 : low0;
            low1 = v1 < low1 ? v1 : low1;
            low2 = v2 < low2 ? v2 : low2;
            low3 = v3 < low3 ? v3 : low3;
            high0 = v0 > high0 ? v0 : high0;
            high1 = v1 > high1 ? v1 : high1;
            high2 = v2 > high2 ? v2 : high2;
            high3 = v3 > high3 ? v3 : high3;
            s0 += v0;
            s1 += v1;
            s2 += v2;
            s3 += v3;
            q0 += (double) v0 * v0;
            q1 += (double) v1 * v1;
            q2 += (double) v2 * v2;
            q3 += (double) v3 * v3;
        }
        for (; i < end; i++) {
            float v = values[i];
            low0 = v < low0 ? v : low0;
            high0 = v > high0 ? v : high0;
            s0 += v;
            q0 += (double) v * v;
        }
        double q = (q0 + q1) + (q2 + q3);
        if (!Double.isFinite(
                q)) { // squares of finite floats do not overflow: something is not finite
            carefully(values, from, end, c, to);
            return;
        }
        min[c] = Math.min(min[c], Math.min(Math.min(low0, low1), Math.min(low2, low3)));
        max[c] = Math.max(max[c], Math.max(Math.max(high0, high1), Math.max(high2, high3)));
        finite[c] += length;
        sums[to] += (s0 + s1) + (s2 + s3);
        squares[to] += q;
    }

    private void carefully(float[] values, int from, int end, int c, int to) {
        for (int i = from; i < end; i++) {
            float v = values[i];
            if (!Float.isFinite(v)) {
                whole.addOne(v);
                continue;
            }
            min[c] = Math.min(min[c], v);
            max[c] = Math.max(max[c], v);
            finite[c]++;
            sums[to] += v;
            squares[to] += (double) v * v;
        }
    }
}
