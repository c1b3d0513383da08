package io.jquant.operator.nn;

import io.jquant.kernel.Window;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.support.Workers;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** Convolutions of doubles, for which there is no fast kernel. */
final class PlainConv {
    private PlainConv() {}

    /** In double precision. */
    static void reals(
            Workers workers,
            Window w,
            int groups,
            Tensor in,
            Tensor weights,
            Tensor bias,
            Tensor out) {
        double[] x = TensorNumbers.doubles(in);
        double[] k = TensorNumbers.doubles(weights);
        double[] b = bias == null ? null : TensorNumbers.doubles(bias);
        double[] y = new double[out.size()];
        forEachOutput(
                workers,
                w,
                groups,
                weights,
                out.size(),
                (place, channel, sources, targets, count) -> {
                    double sum = 0;
                    for (int i = 0; i < count; i++) {
                        sum += x[sources[i]] * k[targets[i]];
                    }
                    y[place] = b == null ? sum : sum + b[channel];
                });
        TensorNumbers.store(y, out);
    }

    /** What an element of the output is made of. */
    private interface Sum {
        void of(int place, int channel, int[] sources, int[] weights, int count);
    }

    private static void forEachOutput(
            Workers workers, Window w, int groups, Tensor weights, int outputs, Sum sum) {
        int plane = Axes.product(w.out());
        int inPlane = Axes.product(w.in());
        int places = Axes.product(w.kernel());
        int perGroup = weights.dim(1);
        int channels = weights.dim(0);
        int[] inStrides = Axes.strides(w.in());
        Chunks.forEach(
                workers,
                plane == 0 ? 0 : outputs / plane,
                (long) plane * perGroup * places,
                (a, b) -> {
                    int[] sources = new int[perGroup * places];
                    int[] targets = new int[perGroup * places];
                    for (int p = a * plane; p < b * plane; p++) {
                        int channel = p / plane % channels;
                        int group = channel / (channels / groups);
                        int image = p / plane / channels;
                        int first = (image * groups + group) * perGroup * inPlane;
                        int count = 0;
                        for (int t = 0; t < places; t++) {
                            int at = source(w, p % plane, t, inStrides);
                            for (int c = 0; at >= 0 && c < perGroup; c++) {
                                sources[count] = first + c * inPlane + at;
                                targets[count++] = (channel * perGroup + c) * places + t;
                            }
                        }
                        sum.of(p, channel, sources, targets, count);
                    }
                });
    }

    /** The element of an input plane that a place of the window sees; −1 for padding. */
    static int source(Window w, int output, int place, int[] strides) {
        int at = 0;
        int o = output;
        int t = place;
        for (int a = w.in().length - 1; a >= 0; a--) {
            int i =
                    o % w.out()[a] * w.strides()[a]
                            + t % w.kernel()[a] * w.dilations()[a]
                            - w.pads()[a];
            if (i < 0 || i >= w.in()[a]) {
                return -1;
            }
            at += i * strides[a];
            o /= w.out()[a];
            t /= w.kernel()[a];
        }
        return at;
    }
}
