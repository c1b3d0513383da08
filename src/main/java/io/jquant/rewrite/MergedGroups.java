package io.jquant.rewrite;

import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;

/**
 * Writes a convolution of many narrow groups as one of fewer and wider groups, whose weights are
 * zero where a channel does not belong. ONNX Runtime's integer kernels gather the input anew for
 * each group, which takes longer than multiplying by zeros; one group needs no gathering at all.
 * Exact: every product is formed once, and the others are zero.
 */
final class MergedGroups {
    /**
     * Nanoseconds for each pixel and kernel position, measured with 3 x 3 windows over 64 to 256
     * channels: what a group costs, and a multiplication.
     */
    private static final double GROUP = 4.5;

    private static final double MULTIPLICATION = 0.0044;

    /** Less than this share of the time is not worth larger weights. */
    private static final double LEAST_GAIN = 0.2;

    private static final long MOST_WEIGHTS = 1L << 24;

    private MergedGroups() {}

    /** Rewrites a Conv with constant weights, if that pays; tells whether it was. */
    static boolean rewrite(Node conv) {
        Value w = conv.input(1);
        int groups = Math.toIntExact(conv.attributes().getInt("group", 1));
        Tensor t = w.constant();
        int out = t.dim(0);
        if (groups < 2 || ChannelGroups.areDepthwise(conv, t) || out % groups != 0) {
            return false;
        }
        int times = times(groups, (double) out * t.dim(1));
        if (times < 2 || (long) t.size() * times > MOST_WEIGHTS) {
            return false;
        }
        Graph g = conv.graph();
        conv.setInput(1, g.addInitializer(w.name() + "_merged", merged(t, groups, times)));
        Constants.dropUnread(w);
        conv.attributes().set(Attribute.of("group", (long) groups / times));
        return true;
    }

    /** How many groups are best made one. */
    private static int times(int groups, double products) {
        int best = 1;
        double least = cost(groups, products) * (1 - LEAST_GAIN);
        for (int m = 2; m <= groups; m++) {
            double cost = groups % m == 0 ? cost(groups / m, products * m) : least;
            if (cost < least) {
                best = m;
                least = cost;
            }
        }
        return best;
    }

    private static double cost(int groups, double products) {
        return (groups == 1 ? 0 : GROUP * groups) + MULTIPLICATION * products;
    }

    private static Tensor merged(Tensor t, int groups, int times) {
        int out = t.dim(0);
        int in = t.dim(1);
        int taps = t.size() / out / in;
        float[] from = t.floats();
        float[] to = new float[t.size() * times];
        int perGroup = out / groups;
        for (int o = 0; o < out; o++) {
            int place = o / perGroup % times;
            System.arraycopy(from, o * in * taps, to, (o * times + place) * in * taps, in * taps);
        }
        long[] dims = new long[t.rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = i == 1 ? (long) in * times : t.dim(i);
        }
        return Tensor.of(Shape.of(dims), to);
    }
}
