package io.jquant.calibrate;

import java.util.List;

/**
 * The statistics of a tensor's channels over all samples. Merging is exact, in any order. When the
 * number of channels differs between samples there are none.
 */
final class ChannelAccumulator {
    private final int axis;
    private boolean varies;
    private float[] min;
    private float[] max;
    private long[] finite;
    private ExactSum[] sums;
    private ExactSum[] squares;

    /**
     * @param axis as it was asked for
     */
    ChannelAccumulator(int axis) {
        this.axis = axis;
    }

    /** The channels of this tensor cannot be told, or not be merged with the others'. */
    void giveUp() {
        varies = true;
        min = null;
        max = null;
        finite = null;
        sums = null;
        squares = null;
    }

    boolean hasGivenUp() {
        return varies;
    }

    void add(ChannelScan scan) {
        if (varies) {
            return;
        }
        if (min == null) {
            begin(scan.channels);
        } else if (min.length != scan.channels) {
            giveUp();
            return;
        }
        for (int c = 0; c < min.length; c++) {
            min[c] = Math.min(min[c], scan.min[c]);
            max[c] = Math.max(max[c], scan.max[c]);
            finite[c] += scan.finite[c];
            for (int p = 0; p < scan.portions; p++) {
                sums[c].add(scan.sums[p * min.length + c]);
                squares[c].add(scan.squares[p * min.length + c]);
            }
        }
    }

    /** Takes the channels of tensors that are joined along the channel axis. */
    void join(List<ChannelAccumulator> parts) {
        int channels = 0;
        for (ChannelAccumulator part : parts) {
            if (part.varies || part.min == null) {
                giveUp();
                return;
            }
            channels += part.min.length;
        }
        begin(channels);
        int at = 0;
        for (ChannelAccumulator part : parts) {
            int n = part.min.length;
            System.arraycopy(part.min, 0, min, at, n);
            System.arraycopy(part.max, 0, max, at, n);
            System.arraycopy(part.finite, 0, finite, at, n);
            System.arraycopy(part.sums, 0, sums, at, n);
            System.arraycopy(part.squares, 0, squares, at, n);
            at += n;
        }
    }

    private void begin(int channels) {
        min = new float[channels];
        max = new float[channels];
        finite = new long[channels];
        sums = new ExactSum[channels];
        squares = new ExactSum[channels];
        for (int c = 0; c < channels; c++) {
            min[c] = Float.POSITIVE_INFINITY;
            max[c] = Float.NEGATIVE_INFINITY;
            sums[c] = new ExactSum();
            squares[c] = new ExactSum();
        }
    }

    /** The statistics; null when the number of channels varies or nothing was seen. */
    ChannelStatistics statistics() {
        if (min == null || min.length == 0) {
            return null;
        }
        int n = min.length;
        float[] low = new float[n];
        float[] high = new float[n];
        double[] mean = new double[n];
        double[] meanSquare = new double[n];
        for (int c = 0; c < n; c++) {
            if (finite[c] == 0) {
                continue; // a channel that never held a finite value counts as zero
            }
            low[c] = min[c] + 0f; // no negative zero
            high[c] = max[c] + 0f;
            mean[c] = sums[c].value() / finite[c] + 0.0;
            meanSquare[c] = squares[c].value() / finite[c];
        }
        return new ChannelStatistics(axis, low, high, mean, meanSquare);
    }
}
