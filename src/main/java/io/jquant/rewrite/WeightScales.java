package io.jquant.rewrite;

import java.util.stream.IntStream;

/**
 * Chooses scales of weights where another one than that of the greatest magnitude serves better:
 * lower ones clip some weights and round the others more finely, somewhat higher ones round all of
 * them otherwise. Errors are summed over all channels of a scale, in a fixed order.
 *
 * <p>With {@link WeightRanges#AUTO} a scale is judged by the squared error that it is expected to
 * bring to the output. For errors e of the weights and activations x that are about independent of
 * each other this is
 *
 * <pre>E[(Σ e·x)²] = Σ e²·Var[x] + (Σ e·E[x])²</pre>
 *
 * The second term, a shift of the output that is the same for all inputs, is the greater one behind
 * a Relu, and differs from scale to scale by chance: among a few of them there is one where the
 * errors cancel.
 */
final class WeightScales {
    /** So many lower scales are tried, each two hundredths of the greatest below the next. */
    private static final int LOWER = 15;

    private static final double LOWER_STEP = 0.02;

    /** The error grows with clipping: where it has grown so much, still lower scales are no use. */
    private static final double HOPELESS = 2;

    /** So many higher scales are tried; a hundredth apart, they round independently. */
    private static final int HIGHER = 8;

    private static final double HIGHER_STEP = 0.01;

    /**
     * The activations are not quite independent: where the error is not expected to fall to this
     * share, the greatest magnitude is the safer choice.
     */
    private static final double WORTH = 0.7;

    private final WeightLayout layout;
    private final float[] weights;
    private final InputMoments inputs;

    /**
     * @param inputs what is known of the activations; null when nothing is
     */
    WeightScales(WeightLayout layout, float[] weights, InputMoments inputs) {
        this.layout = layout;
        this.weights = weights;
        this.inputs = inputs;
    }

    /** Replaces the scales of the greatest magnitudes by better ones. */
    void choose(float[] scales, WeightRanges how) {
        if (how == WeightRanges.MAX || (how == WeightRanges.AUTO && inputs == null)) {
            return;
        }
        boolean weighted = how == WeightRanges.AUTO;
        Channel channel = new Channel(layout.depth());
        for (int s = 0; s < scales.length; s++) {
            if (scales[s] > 0) {
                channel.set(members(s), weighted);
                scales[s] = best(scales[s], channel, weighted);
            }
        }
    }

    /** The output channels that share a scale. */
    private int[] members(int scale) {
        return layout.axis() >= 0
                ? new int[] {scale}
                : IntStream.range(0, layout.channels()).toArray();
    }

    private static float best(float scale, Channel channel, boolean weighted) {
        float best = scale;
        double usual = channel.error(scale);
        double least = weighted ? WORTH * usual : usual;
        for (int i = 1; i <= LOWER; i++) {
            float s = (float) (scale * (1 - i * LOWER_STEP));
            double error = channel.error(s);
            if (error > HOPELESS * usual) {
                break;
            }
            if (error < least) {
                least = error;
                best = s;
            }
        }
        for (int i = 1; i <= HIGHER && weighted; i++) {
            float s = (float) (scale * (1 + i * HIGHER_STEP));
            double error = channel.error(s);
            if (error < least) {
                least = error;
                best = s;
            }
        }
        return best;
    }

    /** The output channels of one scale. */
    private final class Channel {
        private final float[] w;
        private final double[] variance;
        private final double[] mean;
        private int[] members;
        private boolean weighted;
        private int loaded = -1;

        Channel(int depth) {
            w = new float[depth];
            variance = new double[depth];
            mean = new double[depth];
        }

        void set(int[] channels, boolean withInputs) {
            members = channels;
            weighted = withInputs;
        }

        /** What a scale costs. */
        double error(float scale) {
            double sum = 0;
            for (int c : members) {
                load(c);
                sum += errorOfLoaded(scale);
            }
            return sum;
        }

        private void load(int c) {
            if (c == loaded) {
                return;
            }
            loaded = c;
            int base = layout.base()[c];
            int first = layout.inputBase()[c];
            for (int k = 0; k < w.length; k++) {
                w[k] = weights[base + layout.order()[k]];
                int from = first + layout.input()[k];
                variance[k] = weighted ? inputs.variance()[from] : 1;
                mean[k] = weighted ? inputs.mean()[from] : 0;
            }
        }

        private double errorOfLoaded(float scale) {
            double sum = 0;
            double shift = 0;
            for (int k = 0; k < w.length; k++) {
                double e = w[k] - (double) scale * WeightQuantizer.code(w[k], scale);
                sum += e * e * variance[k];
                shift += e * mean[k];
            }
            return sum + shift * shift;
        }
    }
}
