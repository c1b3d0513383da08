package io.jquant.image;

/**
 * Which source samples make up each new sample along one axis, and with which weights in fixed
 * point with {@link #BITS} fractional bits, as Pillow computes and rounds them.
 *
 * @param first index of the first source sample of each new one
 * @param count how many source samples each new one takes
 * @param weight the weights of new sample i from {@code i * most}
 * @param most weights that each new sample has room for
 */
record Weights(int[] first, int[] count, int[] weight, int most) {
    /** 8-bit samples, sums with two bits of headroom for what overshoots: 32 - 8 - 2. */
    static final int BITS = 22;

    static Weights of(int from, int to, ResizeFilter filter) {
        double scale = (double) from / to;
        double stretch = Math.max(scale, 1.0);
        double support = filter.support() * stretch;
        int most = (int) Math.ceil(support) * 2 + 1;
        int[] first = new int[to];
        int[] count = new int[to];
        int[] weight = new int[Math.multiplyExact(to, most)];
        double[] w = new double[most];
        for (int i = 0; i < to; i++) {
            double center = (i + 0.5) * scale;
            int begin = Math.max(0, (int) (center - support + 0.5));
            int n = Math.min(from, (int) (center + support + 0.5)) - begin;
            double inverse = 1.0 / stretch;
            double sum = 0;
            for (int k = 0; k < n; k++) {
                w[k] = filter.kernel((k + begin - center + 0.5) * inverse);
                sum += w[k];
            }
            for (int k = 0; k < n; k++) {
                double normal = sum != 0 ? w[k] / sum : w[k];
                double fixed = normal * (1 << BITS);
                weight[i * most + k] = (int) (normal < 0 ? fixed - 0.5 : fixed + 0.5);
            }
            first[i] = begin;
            count[i] = n;
        }
        return new Weights(first, count, weight, most);
    }
}
