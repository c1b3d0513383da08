package io.jquant.kernel;

/**
 * The shape of a left matrix in panels of rows. Panel p has {@code heights[p]} rows from row {@code
 * starts[p]} on and lies k-major in memory; panels follow each other.
 */
final class LeftPanels {
    /** The rows for which shapes are at hand: blocks of a matrix that is packed on the way. */
    static final int BLOCK = 240;

    private static final LeftPanels[] BLOCKS = blocks();

    final int rows;
    final int[] heights;

    /** One more than there are panels: the last is the number of rows with padding. */
    final int[] starts;

    private LeftPanels(int rows) {
        this.rows = rows;
        int count = 0;
        for (int r = rows; r > 0; r -= RowSplit.lastHeight(r)) {
            count++;
        }
        this.heights = new int[count];
        this.starts = new int[count + 1];
        int p = 0;
        for (int r = rows; r > 0; r -= RowSplit.lastHeight(r)) {
            heights[p] = RowSplit.lastHeight(r);
            starts[p + 1] = starts[p] + heights[p];
            p++;
        }
    }

    private static LeftPanels[] blocks() {
        LeftPanels[] all = new LeftPanels[BLOCK + 1];
        for (int r = 0; r <= BLOCK; r++) {
            all[r] = new LeftPanels(r);
        }
        return all;
    }

    static LeftPanels of(int rows) {
        return rows <= BLOCK ? BLOCKS[rows] : new LeftPanels(rows);
    }

    int count() {
        return heights.length;
    }

    /** Rows with padding. */
    int padded() {
        return starts[heights.length];
    }

    /** The first panel that begins at a row or after it. */
    int from(int row) {
        int p = 0;
        while (p < heights.length && starts[p] < row) {
            p++;
        }
        return p;
    }

    /**
     * Packs k columns of a matrix that begins at {@code off}; panel p goes to {@code dst[dstOff +
     * starts[p] * k]}.
     */
    void pack(int k, float[] a, int off, int rowStride, int colStride, float[] dst, int dstOff) {
        for (int p = 0; p < heights.length; p++) {
            int h = heights[p];
            int to = dstOff + starts[p] * k;
            int whole = Math.min(h, rows - starts[p]);
            for (int r = 0; r < whole; r++) {
                int from = off + (starts[p] + r) * rowStride;
                for (int i = 0; i < k; i++) {
                    dst[to + i * h + r] = a[from + i * colStride];
                }
            }
            for (int r = whole; r < h; r++) {
                for (int i = 0; i < k; i++) {
                    dst[to + i * h + r] = 0f;
                }
            }
        }
    }
}
