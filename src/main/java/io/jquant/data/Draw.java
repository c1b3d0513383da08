package io.jquant.data;

/** Draws some numbers out of many, evenly and always the same for a seed. */
public final class Draw {
    private Draw() {}

    /** The numbers that are kept for fitting, and those that are held out, each in rising order. */
    public record Split(int[] fit, int[] held) {}

    /**
     * Draws k of 0 … n - 1, in rising order. The range is cut into k runs whose lengths differ by
     * at most 1 (run i begins at floor(i n / k)), and one number is drawn from each run, so that no
     * part of the list is left out.
     */
    public static int[] evenly(int n, int k, long seed) {
        if (k < 0 || n < 0) {
            throw new IllegalArgumentException(k + " of " + n);
        }
        int many = Math.min(n, k);
        int[] out = new int[many];
        for (int i = 0; i < many; i++) {
            long from = (long) i * n / many;
            long to = (i + 1L) * n / many;
            long random = Mix.of(seed, i) >>> 1;
            out[i] = (int) (from + random % (to - from));
        }
        return out;
    }

    /**
     * Holds out a share of 0 … n - 1, drawn evenly; at least one, and at least one is left to fit,
     * unless n is 1: then the one sample serves for both.
     *
     * @param share 0 … 1; 0 holds out nothing
     */
    public static Split holdOut(int n, double share, long seed) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share);
        }
        if (share == 0 || n <= 1) {
            int[] all = evenly(n, n, seed);
            return new Split(all, share == 0 ? new int[0] : all);
        }
        int k = (int) Math.max(1, Math.min(n - 1L, Math.round(share * n)));
        int[] held = evenly(n, k, Mix.of(seed, -1));
        int[] fit = new int[n - k];
        for (int i = 0, h = 0, f = 0; i < n; i++) {
            if (h < k && held[h] == i) {
                h++;
            } else {
                fit[f++] = i;
            }
        }
        return new Split(fit, held);
    }
}
