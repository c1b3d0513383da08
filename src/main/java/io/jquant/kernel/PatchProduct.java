package io.jquant.kernel;

import io.jquant.simd.Copies;

/**
 * A product of weights with the patches of one output plane: rows are output channels, columns
 * output pixels.
 *
 * @param plan the geometry
 * @param weights rows of (channel, place of the window)
 * @param x the input
 * @param xOff what the planes' places are counted from
 * @param planes where each input plane begins, one per channel of the weights; negative for a plane
 *     of padding
 * @param planesOff the first of them
 */
record PatchProduct(
        PatchPlan plan, PackedLeft weights, float[] x, int xOff, int[] planes, int planesOff) {
    /** Sums for one block, all or some panels of rows: C[row * ldc + pixel of the block]. */
    void block(int block, int firstPanel, int lastPanel, float[] c, int cOff, int ldc) {
        Scratch scratch = Scratch.ofThread();
        int k = weights.k;
        int pixels = plan.pixels(block);
        int taps = plan.taps;
        int size = plan.planes.size;
        int k0 = 0;
        do { // once for an empty sum too
            int kb = Math.min(plan.kBlock, k - k0);
            float[] right = scratch.right.atLeast(plan.packedSize(block, kb));
            if (kb > 0) {
                int first = k0 / taps;
                int last = (k0 + kb - 1) / taps;
                float[] copies = scratch.planes.atLeast((last - first + 1) * size + Copies.SLACK);
                for (int v = first; v <= last; v++) {
                    int plane = planes[planesOff + v];
                    plan.fill(block, x, plane < 0 ? -1 : xOff + plane, copies, (v - first) * size);
                }
                plan.pack(block, k0 - first * taps, kb, copies, right, scratch);
            }
            BlockProduct.multiply(
                    weights.panels,
                    firstPanel,
                    lastPanel,
                    new PackedBlock(weights.data, 0, k, k0),
                    new PackedBlock(right, 0, kb, 0),
                    kb,
                    pixels,
                    c,
                    cOff,
                    ldc,
                    k0 > 0,
                    scratch);
            k0 += kb;
        } while (k0 < k);
    }
}
