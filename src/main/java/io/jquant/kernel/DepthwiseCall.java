package io.jquant.kernel;

import io.jquant.simd.Simd;
import io.jquant.simd.Taps;
import io.jquant.support.Workers;

/**
 * One convolution in which each output channel sees one input channel.
 *
 * @param multiplier output channels per input channel
 */
record DepthwiseCall(
        SlidingPlan plan,
        float[] weights,
        int multiplier,
        int channels,
        float[] x,
        int xOff,
        float[] y,
        int yOff,
        Ending ending) {
    private static final Taps TAPS = Simd.get().taps();

    void run(int batch, Workers workers) {
        plan.forEachBand(batch * channels, x, xOff, 0f, workers, this::band);
    }

    private void band(int plane, int at, int rows, float[] copies, Scratch scratch) {
        int run = plan.run(rows);
        int taps = plan.offsets.length;
        int width = plan.window.outWidth();
        float[] sums = scratch.result.atLeast(run + Taps.SLACK);
        for (int i = 0; i < multiplier; i++) {
            int channel = plane % channels * multiplier + i;
            TAPS.weighted(run, taps, plan.offsets, weights, channel * taps, copies, 0, sums, 0);
            int to = yOff + (plane * multiplier + i) * plan.outSize + at;
            float[] rowsOfSums = plan.together(sums, rows, scratch);
            ending.applyToPlane(
                    channel, rows, width, rowsOfSums, 0, plan.rowStride(), y, yOff, to, width);
        }
    }
}
