package io.jquant.rewrite;

/**
 * Keeps sums of two neighbouring products within 16 bits.
 *
 * <p>x86 CPUs without dot-product instructions (VNNI) multiply uint8 activations with int8 weights
 * by an instruction that adds the products of two neighbours, (2i, 2i+1) in the kernel's order of
 * summation, and cuts the sum to 16 bits. With the largest code of every input channel known from
 * calibration it is known which output channels can be cut: those with a pair of weights of the
 * same sign whose products add up to more than the limit.
 *
 * <p>Such a channel is coded anew: for scales between the one it has and twice that, every pair
 * that exceeds the limit is lowered by the pair of codes that costs least, and the scale with the
 * least expected error Σ h·(w − s·q)² is kept, h being the energy of the input channel. The change
 * of the mean output that calibration predicts, Σ (w − s·q)·E[x], is left to the bias.
 */
final class PairSumGuard {
    private static final int SCALES = 24;

    private final int limit;
    private final int[] largest;
    private final double[] energy;
    private final double[] mean;

    /**
     * What was changed.
     *
     * @param channels how many output channels
     * @param biasShift what each channel lost in the mean; null when that is not known or zero
     */
    record Repair(int channels, double[] biasShift) {}

    /**
     * @param limit the largest sum that is not cut
     * @param largest largest stored code of each input channel
     * @param energy what an error of a weight of each input channel costs: about the mean square of
     *     the channel, in any unit
     * @param mean mean of each input channel, or null when it is not known
     */
    PairSumGuard(int limit, int[] largest, double[] energy, double[] mean) {
        this.limit = limit;
        this.largest = new int[largest.length];
        for (int i = 0; i < largest.length; i++) {
            this.largest[i] = Math.max(1, largest[i]); // a divisor below
        }
        this.energy = energy;
        this.mean = mean;
    }

    /** Changes codes and scales in place. */
    Repair repair(WeightLayout layout, float[] weights, byte[] codes, float[] scales) {
        return layout.axis() < 0
                ? repairTogether(layout, weights, codes, scales)
                : repairEach(layout, weights, codes, scales);
    }

    private Repair repairEach(WeightLayout layout, float[] weights, byte[] codes, float[] scales) {
        int changed = 0;
        double[] shift = mean == null ? null : new double[layout.channels()];
        Channel channel = new Channel(layout);
        for (int c = 0; c < layout.channels(); c++) {
            channel.load(c, weights, codes);
            if (channel.exceeds()) {
                scales[c] = channel.search(scales[c]);
                channel.store(codes);
                changed++;
                if (mean != null) {
                    shift[c] = channel.lostMean(scales[c]);
                }
            }
        }
        return new Repair(changed, changed == 0 ? null : shift);
    }

    /** All channels share one scale: when one exceeds the limit, all are coded anew. */
    private Repair repairTogether(
            WeightLayout layout, float[] weights, byte[] codes, float[] scales) {
        Channel channel = new Channel(layout);
        int exceeding = 0;
        for (int c = 0; c < layout.channels(); c++) {
            channel.load(c, weights, codes);
            exceeding += channel.exceeds() ? 1 : 0;
        }
        if (exceeding == 0) {
            return new Repair(0, null);
        }
        double least = Double.POSITIVE_INFINITY;
        float chosen = scales[0];
        for (int j = 0; j < SCALES; j++) {
            float s = candidate(scales[0], j);
            double error = 0;
            for (int c = 0; c < layout.channels(); c++) {
                channel.load(c, weights, codes);
                error += channel.codeAt(s);
            }
            if (error < least) {
                least = error;
                chosen = s;
            }
        }
        double[] shift = mean == null ? null : new double[layout.channels()];
        for (int c = 0; c < layout.channels(); c++) {
            channel.load(c, weights, codes);
            channel.codeAt(chosen);
            channel.keep();
            channel.store(codes);
            if (mean != null) {
                shift[c] = channel.lostMean(chosen);
            }
        }
        scales[0] = chosen;
        return new Repair(exceeding, shift);
    }

    private static float candidate(float scale, int number) {
        return (float) (scale * (1 + (double) number / (SCALES - 1)));
    }

    /** One output channel, in the order of summation. */
    private final class Channel {
        private final WeightLayout layout;
        private final int depth;
        private final double[] w;
        private final int[] m;
        private final double[] h;
        private int[] q;
        private int[] best;
        private int number;

        Channel(WeightLayout layout) {
            this.layout = layout;
            this.depth = layout.depth();
            w = new double[depth];
            m = new int[depth];
            h = new double[depth];
            q = new int[depth];
            best = new int[depth];
        }

        void load(int c, float[] weights, byte[] codes) {
            number = c;
            int base = layout.base()[c];
            int in = layout.inputBase()[c];
            for (int k = 0; k < depth; k++) {
                int at = base + layout.order()[k];
                int from = in + layout.input()[k];
                q[k] = codes[at];
                w[k] = weights[at];
                m[k] = largest[from];
                h[k] = energy[from];
            }
        }

        boolean exceeds() {
            for (int k = 0; k + 1 < depth; k += 2) {
                if (exceeds(k)) {
                    return true;
                }
            }
            return false;
        }

        private boolean exceeds(int k) {
            return (q[k] ^ q[k + 1]) >= 0
                    && m[k] * Math.abs(q[k]) + m[k + 1] * Math.abs(q[k + 1]) > limit;
        }

        /** Leaves the best codes in {@link #best} and returns their scale. */
        float search(float scale) {
            double least = Double.POSITIVE_INFINITY;
            float chosen = scale;
            for (int j = 0; j < SCALES; j++) {
                float s = candidate(scale, j);
                double error = codeAt(s);
                if (error < least || j == 0) {
                    least = error;
                    chosen = s;
                    keep();
                }
            }
            return chosen;
        }

        /** Makes the present codes the best ones. */
        void keep() {
            int[] t = best;
            best = q;
            q = t;
        }

        /** Lays the weights on a grid, keeps the limit, and returns the expected error. */
        double codeAt(float s) {
            for (int k = 0; k < depth; k++) {
                double code = Math.rint(w[k] / s);
                int top = WeightQuantizer.HIGHEST;
                q[k] = (int) Math.max(-top, Math.min(top, code));
            }
            for (int k = 0; k + 1 < depth; k += 2) {
                if (exceeds(k)) {
                    lower(k, s);
                }
            }
            double error = 0;
            for (int k = 0; k < depth; k++) {
                double e = w[k] - (double) s * q[k];
                error += h[k] * e * e;
            }
            return error;
        }

        /** Lowers the magnitudes of a pair until it keeps the limit, by what costs least. */
        private void lower(int k, float s) {
            int sign = q[k] + q[k + 1] < 0 ? -1 : 1;
            int a = Math.abs(q[k]);
            int b = Math.abs(q[k + 1]);
            double wa = Math.abs(w[k] / s);
            double wb = Math.abs(w[k + 1] / s);
            double least = Double.POSITIVE_INFINITY;
            int bestA = 0;
            int bestB = 0;
            for (int x = a; x >= 0; x--) {
                int room = limit - m[k] * x;
                if (room < 0) {
                    continue;
                }
                int y = Math.min(b, room / m[k + 1]);
                double cost = h[k] * (wa - x) * (wa - x) + h[k + 1] * (wb - y) * (wb - y);
                if (cost < least) {
                    least = cost;
                    bestA = x;
                    bestB = y;
                }
                if (y == b) {
                    break; // lowering the first one further gains nothing
                }
            }
            q[k] = sign * bestA;
            q[k + 1] = sign * bestB;
        }

        void store(byte[] codes) {
            int base = layout.base()[number];
            for (int k = 0; k < depth; k++) {
                codes[base + layout.order()[k]] = (byte) best[k];
            }
        }

        double lostMean(float s) {
            int in = layout.inputBase()[number];
            double sum = 0;
            for (int k = 0; k < depth; k++) {
                sum += (w[k] - (double) s * best[k]) * mean[in + layout.input()[k]];
            }
            return sum;
        }
    }
}
