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
        int changed = 0;
        double[] shift = null;
        Channel channel = new Channel(layout);
        for (int c = 0; c < layout.channels(); c++) {
            if (!channel.load(c, weights, codes)) {
                continue;
            }
            float s = scales[layout.scaleIndex(c)];
            float best = channel.search(s, layout.axis() < 0 ? 1 : SCALES);
            if (layout.axis() >= 0) {
                scales[c] = best;
            }
            channel.store(codes);
            changed++;
            if (mean != null) {
                if (shift == null) {
                    shift = new double[layout.channels()];
                }
                shift[c] = channel.lostMean(best);
            }
        }
        return new Repair(changed, shift);
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

        /** Reads a channel; false when none of its pairs exceeds the limit. */
        boolean load(int c, float[] weights, byte[] codes) {
            number = c;
            int base = layout.base()[c];
            int in = layout.inputBase()[c];
            for (int k = 0; k < depth; k++) {
                q[k] = codes[base + layout.order()[k]];
                m[k] = largest[in + layout.input()[k]];
            }
            boolean exceeds = false;
            for (int k = 0; k + 1 < depth && !exceeds; k += 2) {
                exceeds = exceeds(k);
            }
            if (exceeds) {
                for (int k = 0; k < depth; k++) {
                    w[k] = weights[base + layout.order()[k]];
                    h[k] = energy[in + layout.input()[k]];
                }
            }
            return exceeds;
        }

        private boolean exceeds(int k) {
            return (q[k] ^ q[k + 1]) >= 0
                    && m[k] * Math.abs(q[k]) + m[k + 1] * Math.abs(q[k + 1]) > limit;
        }

        /** Leaves the best codes in {@link #best} and returns their scale. */
        float search(float scale, int candidates) {
            double least = Double.POSITIVE_INFINITY;
            float chosen = scale;
            for (int j = 0; j < candidates; j++) {
                float s = (float) (scale * (1 + (double) j / (SCALES - 1)));
                double error = codeAt(s);
                if (error < least || j == 0) {
                    least = error;
                    chosen = s;
                    int[] t = best;
                    best = q;
                    q = t;
                }
            }
            return chosen;
        }

        private double codeAt(float s) {
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
