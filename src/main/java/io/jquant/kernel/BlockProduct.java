package io.jquant.kernel;

import io.jquant.simd.Simd;
import io.jquant.simd.Tiles;

/** A block of C from a block of packed A and a block of packed B. */
final class BlockProduct {
    /**
     * Rows of B and columns of A that are taken at a time: so much of a panel stays in the nearest
     * cache. Sums go on from what C holds, so it does not show in the result.
     */
    static final int K_BLOCK = 256;

    private static final Tiles TILES = Simd.get().tiles();
    private static final int WIDTH = TILES.width();
    private static final int LANES = TILES.lanes();

    private BlockProduct() {}

    /** The size of K's blocks when they are made equal. */
    static int kBlock(int k) {
        int blocks = Math.max(1, (k + K_BLOCK - 1) / K_BLOCK);
        return Math.max(1, (k + blocks - 1) / blocks);
    }

    /**
     * C (+)= A · B for the panels of rows {@code first} to {@code last - 1}.
     *
     * @param columns of the block
     * @param cOff row 0 of C at the block's first column
     */
    static void multiply(
            LeftPanels left,
            int first,
            int last,
            PackedBlock a,
            PackedBlock b,
            int k,
            int columns,
            float[] c,
            int cOff,
            int ldc,
            boolean accumulate,
            Scratch scratch) {
        float[] x = a.data();
        float[] y = b.data();
        for (int p = first; p < last; p++) {
            int h = left.heights[p];
            int rows = Math.min(h, left.rows - left.starts[p]);
            int ap = a.panel(left.starts[p], h);
            int cp = cOff + left.starts[p] * ldc;
            for (int j = 0; j < columns; j += WIDTH) {
                int vectors = RightPanels.vectors(j, columns);
                int width = vectors * LANES;
                int bp = b.panel(j, width);
                int filled = Math.min(width, columns - j);
                if (rows == h && filled == width) {
                    TILES.tile(h, vectors, k, x, ap, y, bp, c, cp + j, ldc, accumulate);
                } else {
                    float[] tile = scratch.tile.atLeast(h * width);
                    int at = cp + j;
                    if (accumulate) {
                        copy(rows, filled, c, at, ldc, tile, 0, width);
                    }
                    TILES.tile(h, vectors, k, x, ap, y, bp, tile, 0, width, accumulate);
                    copy(rows, filled, tile, 0, width, c, at, ldc);
                }
            }
        }
    }

    /** A tile that reaches over the edge of C is made elsewhere and cut. */
    private static void copy(
            int rows,
            int columns,
            float[] from,
            int fromOff,
            int fromStride,
            float[] to,
            int toOff,
            int toStride) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from, fromOff + r * fromStride, to, toOff + r * toStride, columns);
        }
    }
}
