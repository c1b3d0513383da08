package io.jquant.operator.nn;

import io.jquant.kernel.Window;

/**
 * What a moved window sees of each channel: rows by place of the window, columns by place of the
 * output.
 *
 * @param offsets (batch, offset groups · places · 2, output), down then across
 * @param mask (batch, offset groups · places, output), or null
 * @param channelsPerGroup channels that are moved alike
 */
record DeformedPatches(
        Window window, float[] offsets, float[] mask, int offsetGroups, int channelsPerGroup) {
    void fill(int image, int channel, float[] x, int plane, float[] columns) {
        int pixels = window.out()[0] * window.out()[1];
        int places = window.kernel()[0] * window.kernel()[1];
        int from = plane * window.in()[0] * window.in()[1];
        int group = image * offsetGroups + channel / channelsPerGroup;
        for (int t = 0; t < places; t++) {
            int down = (group * places + t) * 2 * pixels;
            int weights = (group * places + t) * pixels;
            int to = (channel * places + t) * pixels;
            int ky = t / window.kernel()[1] * window.dilations()[0] - window.pads()[0];
            int kx = t % window.kernel()[1] * window.dilations()[1] - window.pads()[1];
            for (int o = 0; o < pixels; o++) {
                int oy = o / window.out()[1] * window.strides()[0];
                int ox = o % window.out()[1] * window.strides()[1];
                double v =
                        at(
                                x,
                                from,
                                (double) oy + ky + offsets[down + o],
                                (double) ox + kx + offsets[down + pixels + o]);
                columns[to + o] = (float) (mask == null ? v : v * mask[weights + o]);
            }
        }
    }

    /** Between four pixels; those outside are 0. */
    private double at(float[] x, int from, double py, double px) {
        int height = window.in()[0];
        int width = window.in()[1];
        if (!(py > -1 && py < height && px > -1 && px < width)) {
            return 0;
        }
        int top = (int) Math.floor(py);
        int left = (int) Math.floor(px);
        double down = py - top;
        double across = px - left;
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            int row = top + i / 2;
            int column = left + i % 2;
            if (row >= 0 && row < height && column >= 0 && column < width) {
                double weight = (i / 2 == 0 ? 1 - down : down) * (i % 2 == 0 ? 1 - across : across);
                sum += weight * x[from + row * width + column];
            }
        }
        return sum;
    }
}
