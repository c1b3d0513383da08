package io.jquant.kernel;

import io.jquant.simd.Copies;
import io.jquant.simd.Simd;
import io.jquant.simd.Tiles;

/**
 * The shape of a right matrix in panels of columns: all are {@code Tiles.width()} wide but the
 * last, which is narrow where that is enough. A panel lies k-major in memory; panels follow each
 * other.
 */
final class RightPanels {
    private static final Tiles TILES = Simd.get().tiles();
    private static final Copies COPIES = Simd.get().copies();
    private static final int WIDTH = TILES.width();
    private static final int LANES = TILES.lanes();

    private RightPanels() {}

    /** Columns with padding. */
    static int padded(int columns) {
        return (columns + LANES - 1) / LANES * LANES;
    }

    /** Vectors in the panel that begins at a column. */
    static int vectors(int column, int columns) {
        return columns - column <= LANES ? 1 : 2;
    }

    /** Packs k rows and so many columns of a matrix that begins at {@code off}. */
    static void pack(
            int k,
            int columns,
            float[] b,
            int off,
            int rowStride,
            int colStride,
            float[] dst,
            int dstOff) {
        int to = dstOff;
        for (int j = 0; j < columns; j += WIDTH) {
            int width = vectors(j, columns) * LANES;
            int filled = Math.min(width, columns - j);
            int from = off + j * colStride;
            if (colStride == 1) {
                COPIES.rows(k, b, from, rowStride, filled, dst, to, width);
            } else {
                transpose(k, filled, b, from, rowStride, colStride, dst, to, width);
            }
            to += width * k;
        }
    }

    /** Four columns at a time, so that each line written is written to four times in a row. */
    private static void transpose(
            int k,
            int filled,
            float[] b,
            int from,
            int rowStride,
            int colStride,
            float[] dst,
            int to,
            int width) {
        int j = 0;
        for (; j + 4 <= filled; j += 4) {
            int c0 = from + j * colStride;
            int c1 = c0 + colStride;
            int c2 = c1 + colStride;
            int c3 = c2 + colStride;
            int t = to + j;
            for (int i = 0; i < k; i++) {
                int r = i * rowStride;
                dst[t] = b[c0 + r];
                dst[t + 1] = b[c1 + r];
                dst[t + 2] = b[c2 + r];
                dst[t + 3] = b[c3 + r];
                t += width;
            }
        }
        for (; j < width; j++) {
            for (int i = 0; i < k; i++) {
                dst[to + i * width + j] = j < filled ? b[from + j * colStride + i * rowStride] : 0f;
            }
        }
    }
}
