package io.jquant.rewrite;

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
 * errors cancel. Where the bias gives the mean back it counts less.
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

    private final WeightRows rows;
    private final InputMoments inputs;
    private final double shiftCounts;

    /**
     * @param inputs what is known of the activations; null when nothing is
     * @param returned does the bias give back what the mean of an output loses?
     */
    WeightScales(WeightRows rows, InputMoments inputs, boolean returned) {
        this.rows = rows;
        this.inputs = inputs;
        this.shiftCounts = returned ? 1 - InputMoments.RETURNED : 1;
    }

    /** What a scale costs. */
    @FunctionalInterface
    private interface Cost {
        double of(float scale);
    }

    /** Replaces the scales of the greatest magnitudes by better ones. */
    void choose(float[] scales, WeightRanges how) {
        if (how == WeightRanges.MAX || (how == WeightRanges.AUTO && inputs == null)) {
            return;
        }
        boolean weighted = how == WeightRanges.AUTO;
        if (rows.layout().axis() < 0) {
            scales[0] = best(scales[0], s -> ofAll(s, weighted), weighted);
            return;
        }
        rows.forEachBlock(
                (from, to) -> {
                    Channel channel = new Channel(weighted);
                    for (int c = from; c < to; c++) {
                        channel.load(c);
                        scales[c] = best(scales[c], channel::error, weighted);
                    }
                });
    }

    /** What a scale costs that all channels share. */
    private double ofAll(float scale, boolean weighted) {
        double[] errors = new double[rows.layout().channels()];
        rows.forEachBlock(
                (from, to) -> {
                    Channel channel = new Channel(weighted);
                    for (int c = from; c < to; c++) {
                        channel.load(c);
                        errors[c] = channel.error(scale);
                    }
                });
        double sum = 0;
        for (double e : errors) {
            sum += e;
        }
        return sum;
    }

    private static float best(float scale, Cost cost, boolean weighted) {
        if (scale == 0) {
            return scale;
        }
        float best = scale;
        double usual = cost.of(scale);
        double least = weighted ? WORTH * usual : usual;
        for (int i = 1; i <= LOWER; i++) {
            float s = (float) (scale * (1 - i * LOWER_STEP));
            double error = cost.of(s);
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
            double error = cost.of(s);
            if (error < least) {
                least = error;
                best = s;
            }
        }
        return best;
    }

    /** One output channel with what it reads. */
    private final class Channel {
        private final boolean weighted;
        private final double[] w = new double[rows.depth()];
        private final double[] variance = new double[rows.depth()];
        private final double[] mean = new double[rows.depth()];
        private final double[] lost = new double[rows.depth()];

        Channel(boolean weighted) {
            this.weighted = weighted;
        }

        void load(int c) {
            WeightLayout layout = rows.layout();
            int start = rows.start(c);
            int first = layout.inputBase()[c];
            for (int k = 0; k < w.length; k++) {
                w[k] = rows.numbers()[start + k];
                int from = first + layout.input()[k];
                variance[k] = weighted ? inputs.variance()[from] : 1;
                mean[k] = weighted ? inputs.mean()[from] : 0;
            }
        }

        double error(float scale) {
            double s = scale;
            // apart from the sums, whose order is fixed, so that the compiler makes vectors of it
            for (int k = 0; k < w.length; k++) {
                lost[k] = w[k] - s * WeightQuantizer.code(w[k], s);
            }
            double sum = 0;
            double shift = 0;
            for (int k = 0; k < w.length; k++) {
                double e = lost[k];
                sum += e * e * variance[k];
                shift += e * mean[k];
            }
            return sum + shiftCounts * shift * shift;
        }
    }
}
