package io.jquant.operator.nn;

import io.jquant.operator.NodeView;
import io.jquant.operator.common.Axes;

/**
 * Where a transposed convolution sends its input, one number per spatial axis.
 *
 * @param before what is cut off at the beginning of the output
 */
record Spread(int[] in, int[] kernel, int[] strides, int[] dilations, int[] before, int[] out) {
    static Spread of(NodeView node, int[] in, int[] kernel) {
        WindowSpec w = WindowSpec.of(node, kernel);
        int axes = in.length;
        long[] extra = node.attributes().getInts("output_padding");
        long[] wanted = node.attributes().getInts("output_shape");
        int[] before = new int[axes];
        int[] out = new int[axes];
        for (int i = 0; i < axes; i++) {
            long added = extra == null || extra.length == 0 ? 0 : extra[i];
            long full =
                    (in[i] - 1L) * w.strides()[i] + added + (kernel[i] - 1L) * w.dilations()[i] + 1;
            boolean same = w.autoPad().startsWith("SAME");
            long size;
            long cut;
            if (wanted != null && wanted.length > 0) {
                size = wanted[wanted.length - axes + i];
                long total = Math.max(0, full - size);
                // SAME_UPPER puts the odd one behind, everything else before
                cut = w.autoPad().equals("SAME_UPPER") ? total / 2 : total - total / 2;
            } else if (same) {
                // padding is never negative: behind a kernel shorter than the stride nothing is
                // added
                long total = Math.max(0, full - (long) in[i] * w.strides()[i]);
                size = full - total;
                cut = w.autoPad().equals("SAME_UPPER") ? total / 2 : total - total / 2;
            } else {
                boolean valid = w.autoPad().equals("VALID");
                cut = valid ? 0 : w.before()[i];
                size = full - cut - (valid ? 0 : w.behind()[i]);
            }
            if (size < 0) {
                throw new IllegalArgumentException("pads leave nothing of spatial axis " + i);
            }
            before[i] = Math.toIntExact(cut);
            out[i] = Math.toIntExact(size);
        }
        return new Spread(in, kernel, w.strides(), w.dilations(), before, out);
    }

    /**
     * Adds up what all pixels send to one plane of the output.
     *
     * @param sent for each place of the kernel: a number per pixel of the input
     */
    void add(float[] sent, int sentOff, float[] y, int yOff) {
        int pixels = Axes.product(in);
        int places = Axes.product(kernel);
        for (int t = 0; t < places; t++) {
            axis(0, t, sent, sentOff + t * pixels, y, yOff);
        }
    }

    private void axis(int axis, int place, float[] sent, int from, float[] y, int to) {
        int t = place / Axes.product(kernel, axis + 1, kernel.length) % kernel[axis];
        int first = t * dilations[axis] - before[axis];
        int step = strides[axis];
        // the input elements whose target lies inside the output
        int begin = first >= 0 ? 0 : (-first + step - 1) / step;
        int end =
                out[axis] - first <= 0 ? 0 : Math.min(in[axis], (out[axis] - 1 - first) / step + 1);
        if (axis == in.length - 1) {
            for (int i = begin; i < end; i++) {
                y[to + first + i * step] += sent[from + i];
            }
            return;
        }
        int inStride = Axes.product(in, axis + 1, in.length);
        int outStride = Axes.product(out, axis + 1, out.length);
        for (int i = begin; i < end; i++) {
            axis(
                    axis + 1,
                    place,
                    sent,
                    from + i * inStride,
                    y,
                    to + (first + i * step) * outStride);
        }
    }
}
