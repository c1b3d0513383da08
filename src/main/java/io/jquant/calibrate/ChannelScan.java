package io.jquant.calibrate;

import io.jquant.simd.Reductions;
import io.jquant.simd.Simd;
import io.jquant.tensor.Shape;
import java.util.Arrays;

/**
 * One pass over one tensor that looks at each channel: extremes of the channels and of the whole,
 * and sums.
 *
 * <p>Sums are formed per <em>portion</em> in the fixed order of {@link Reductions}; the portions of
 * all tensors are then added without rounding ({@link ExactSum}). A portion is a channel of one
 * entry of the outermost axis, so that a batch of N and N single samples give the same; only where
 * that axis is long and little stands behind it (positions rather than samples) a portion is a
 * channel of the whole tensor, for time's sake.
 */
final class ChannelScan {
    /** No batch is taken to be longer than this when a portion would be tiny. */
    private static final int LONG_AXIS = 16;

    /** Elements that make a portion worth an exact addition. */
    private static final int SMALL_PORTION = 16;

    private static final Reductions REDUCTIONS = Simd.get().reductions();

    final int channels;
    final int portions;
    final Extremes whole = new Extremes();
    final float[] min;
    final float[] max;
    final long[] finite;
    final double[] sums; // [portion * channels + channel]
    final double[] squares;

    private final double[] moments = new double[4];

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
        REDUCTIONS.moments(values, from, length, moments);
        if (!Double.isFinite(
                moments[Reductions.SQUARES])) { // a value is not finite, or too large for the fast
            // sum
            carefully(values, from, from + length, c, to);
            return;
        }
        min[c] = Math.min(min[c], (float) moments[Reductions.MIN]);
        max[c] = Math.max(max[c], (float) moments[Reductions.MAX]);
        finite[c] += length;
        sums[to] += moments[Reductions.SUM];
        squares[to] += moments[Reductions.SQUARES];
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
