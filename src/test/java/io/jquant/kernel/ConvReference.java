package io.jquant.kernel;

/** Convolution and its transpose as their definitions say, in double. */
final class ConvReference {
    private ConvReference() {}

    /** Steps a multi-index; false when it has come round. */
    static boolean next(int[] index, int[] sizes) {
        for (int a = index.length - 1; a >= 0; a--) {
            if (++index[a] < sizes[a]) {
                return true;
            }
            index[a] = 0;
        }
        return false;
    }

    static int flat(int[] index, int[] sizes) {
        int at = 0;
        for (int a = 0; a < sizes.length; a++) {
            at = at * sizes[a] + index[a];
        }
        return at;
    }

    /** The input that a place of the window sees, or -1. */
    static int seen(Window w, int[] out, int[] place) {
        int at = 0;
        for (int a = 0; a < w.in().length; a++) {
            int i = out[a] * w.strides()[a] + place[a] * w.dilations()[a] - w.pads()[a];
            if (i < 0 || i >= w.in()[a]) {
                return -1;
            }
            at = at * w.in()[a] + i;
        }
        return at;
    }

    static double[] conv(
            int batch,
            int outChannels,
            int inPerGroup,
            int groups,
            Window w,
            float[] x,
            int xOff,
            float[] weights,
            int weightsOff) {
        int inSize = Window.product(w.in());
        int outSize = Window.product(w.out());
        int places = Window.product(w.kernel());
        double[] y = new double[batch * outChannels * outSize];
        if (y.length == 0) {
            return y;
        }
        int[] out = new int[w.in().length];
        do {
            int[] place = new int[w.in().length];
            int o = flat(out, w.out());
            do {
                int seen = seen(w, out, place);
                if (seen < 0) {
                    continue;
                }
                int p = flat(place, w.kernel());
                for (int n = 0; n < batch; n++) {
                    for (int oc = 0; oc < outChannels; oc++) {
                        int g = oc / (outChannels / groups);
                        for (int ic = 0; ic < inPerGroup; ic++) {
                            int channel = (n * groups + g) * inPerGroup + ic;
                            y[(n * outChannels + oc) * outSize + o] +=
                                    (double) x[xOff + channel * inSize + seen]
                                            * weights[
                                                    weightsOff
                                                            + (oc * inPerGroup + ic) * places
                                                            + p];
                        }
                    }
                }
            } while (next(place, w.kernel()));
        } while (next(out, w.out()));
        return y;
    }
}
