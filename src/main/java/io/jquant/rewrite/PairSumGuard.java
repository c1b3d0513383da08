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
 * least expected error Σ h·(w − s·q)² is kept, h being the energy of the input channel.
 */
final class PairSumGuard {
    private static final int SCALES = 24;

    private final int limit;
    private final int[] largest;
    private final double[] energy;

    /**
     * @param limit the largest sum that is not cut
     * @param largest largest stored code of each input channel
     * @param energy what an error of a weight of each input channel costs: about the mean square of
     *     the channel, in any unit
     */
    PairSumGuard(int limit, int[] largest, double[] energy) {
        this.limit = limit;
        this.largest = new int[largest.length];
        for (int i = 0; i < largest.length; i++) {
            this.largest[i] = Math.max(1, largest[i]); // a divisor below
        }
        this.energy = energy;
    }

    /**
     * Changes codes and scales in place.
     *
     * @param codes in rows
     * @return how many output channels exceeded the limit
     */
    int repair(WeightRows rows, byte[] codes, float[] scales) {
        return rows.layout().axis() < 0
                ? repairTogether(rows, codes, scales)
                : repairEach(rows, codes, scales);
    }

    private int repairEach(WeightRows rows, byte[] codes, float[] scales) {
        boolean[] changed = new boolean[rows.layout().channels()];
        forEachChannel(
                rows,
                codes,
                (c, channel) -> {
                    if (channel.exceeds()) {
                        changed[c] = true;
                        scales[c] = channel.search(scales[c]);
                        channel.store(codes);
                    }
                });
        return count(changed);
    }

    /** All channels share one scale: when one exceeds the limit, all are coded anew. */
    private int repairTogether(WeightRows rows, byte[] codes, float[] scales) {
        boolean[] exceeding = new boolean[rows.layout().channels()];
        forEachChannel(rows, codes, (c, channel) -> exceeding[c] = channel.exceeds());
        int count = count(exceeding);
        if (count > 0) {
            float chosen = sharedScale(rows, codes, scales[0]);
            forEachChannel(
                    rows,
                    codes,
                    (c, channel) -> {
                        channel.codeAt(chosen);
                        channel.keep();
                        channel.store(codes);
                    });
            scales[0] = chosen;
        }
        return count;
    }

    private float sharedScale(WeightRows rows, byte[] codes, float scale) {
        double[] errors = new double[rows.layout().channels()];
        double least = Double.POSITIVE_INFINITY;
        float chosen = scale;
        for (int j = 0; j < SCALES; j++) {
            float s = candidate(scale, j);
            forEachChannel(rows, codes, (c, channel) -> errors[c] = channel.codeAt(s));
            double error = 0;
            for (double e : errors) {
                error += e;
            }
            if (error < least) {
                least = error;
                chosen = s;
            }
        }
        return chosen;
    }

    private static int count(boolean[] marks) {
        int n = 0;
        for (boolean mark : marks) {
            n += mark ? 1 : 0;
        }
        return n;
    }

    /** What is done with an output channel that is loaded. */
    @FunctionalInterface
    private interface Work {
        void on(int number, Channel channel);
    }

    private void forEachChannel(WeightRows rows, byte[] codes, Work work) {
        rows.forEachBlock(
                (from, to) -> {
                    Channel channel = new Channel(rows);
                    for (int c = from; c < to; c++) {
                        channel.load(c, codes);
                        work.on(c, channel);
                    }
                });
    }

    private static float candidate(float scale, int number) {
        return (float) (scale * (1 + (double) number / (SCALES - 1)));
    }

    /** One output channel, in the order of summation; codes are whole numbers. */
    private final class Channel {
        private final WeightRows rows;
        private final int depth;
        private final int[] pairs;
        private final double[] w;
        private final double[] m;
        private final double[] h;
        private double[] q;
        private double[] best;
        private int number;

        Channel(WeightRows rows) {
            this.rows = rows;
            this.depth = rows.depth();
            this.pairs = rows.layout().pairs();
            w = new double[depth];
            m = new double[depth];
            h = new double[depth];
            q = new double[depth];
            best = new double[depth];
        }

        void load(int c, byte[] codes) {
            number = c;
            int start = rows.start(c);
            int in = rows.layout().inputBase()[c];
            for (int k = 0; k < depth; k++) {
                int from = in + rows.layout().input()[k];
                q[k] = codes[start + k];
                w[k] = rows.numbers()[start + k];
                m[k] = largest[from];
                h[k] = energy[from];
            }
        }

        boolean exceeds() {
            for (int k : pairs) {
                if (exceeds(k)) {
                    return true;
                }
            }
            return false;
        }

        private boolean exceeds(int k) {
            return (q[k] < 0) == (q[k + 1] < 0)
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
            double[] t = best;
            best = q;
            q = t;
        }

        /** Lays the weights on a grid, keeps the limit, and returns the expected error. */
        double codeAt(float scale) {
            double s = scale;
            for (int k = 0; k < depth; k++) {
                q[k] = WeightQuantizer.code(w[k], s);
            }
            for (int k : pairs) {
                if (exceeds(k)) {
                    lower(k, s);
                }
            }
            double error = 0;
            for (int k = 0; k < depth; k++) {
                double e = w[k] - s * q[k];
                error += h[k] * e * e;
            }
            return error;
        }

        /** Lowers the magnitudes of a pair until it keeps the limit, by what costs least. */
        private void lower(int k, double s) {
            int sign = q[k] + q[k + 1] < 0 ? -1 : 1;
            int a = (int) Math.abs(q[k]);
            int b = (int) Math.abs(q[k + 1]);
            int ma = (int) m[k];
            int mb = (int) m[k + 1];
            double wa = Math.abs(w[k] / s);
            double wb = Math.abs(w[k + 1] / s);
            double least = Double.POSITIVE_INFINITY;
            int bestA = 0;
            int bestB = 0;
            for (int x = a; x >= 0; x--) {
                int room = limit - ma * x;
                if (room < 0) {
                    continue;
                }
                int y = Math.min(b, room / mb);
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
            int start = rows.start(number);
            for (int k = 0; k < depth; k++) {
                codes[start + k] = (byte) best[k];
            }
        }
    }
}
