package io.jquant.kernel;

/** How many elements each place of an average pooling counts. */
final class PoolCounts {
    private PoolCounts() {}

    /**
     * @param padsBehind padding behind the input that counts, as does that before it; null where
     *     none counts
     */
    static float[] of(Window w, int[] padsBehind) {
        float[] counts = new float[Window.product(w.out())];
        int[][] perAxis = new int[w.rank()][];
        for (int a = 0; a < perAxis.length; a++) {
            perAxis[a] = axis(w, a, padsBehind);
        }
        for (int i = 0; i < counts.length; i++) {
            int rest = i;
            float count = 1;
            for (int a = perAxis.length - 1; a >= 0; a--) {
                count *= perAxis[a][rest % w.out()[a]];
                rest /= w.out()[a];
            }
            counts[i] = count;
        }
        return counts;
    }

    private static int[] axis(Window w, int a, int[] padsBehind) {
        int low = padsBehind == null ? 0 : -w.pads()[a];
        int high = w.in()[a] + (padsBehind == null ? 0 : padsBehind[a]);
        int[] counts = new int[w.out()[a]];
        for (int o = 0; o < counts.length; o++) {
            for (int k = 0; k < w.kernel()[a]; k++) {
                int at = o * w.strides()[a] + k * w.dilations()[a] - w.pads()[a];
                counts[o] += at >= low && at < high ? 1 : 0;
            }
        }
        return counts;
    }
}
