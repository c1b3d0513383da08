package io.jquant.kernel;

import io.jquant.simd.Copies;
import io.jquant.simd.Simd;
import io.jquant.simd.Tiles;

/**
 * How the output plane of a convolution is cut into blocks of columns of a matrix product, and
 * where the patches of a block come from. A column is an output pixel; a row of the right matrix is
 * a place of the window in a channel.
 */
final class PatchPlan {
    private static final Tiles TILES = Simd.get().tiles();
    private static final Copies COPIES = Simd.get().copies();
    private static final int WIDTH = TILES.width();
    private static final int LANES = TILES.lanes();

    /** Floats of packed patches in a block: they stay in the second cache. */
    private static final int BLOCK = 1 << 16;

    final int height;
    final int width;
    final int taps;

    /**
     * Rows of the right matrix that are packed at a time: whole channels where that is possible.
     */
    final int kBlock;

    final PhasePlanes planes;

    /** For row (channel, tap) of a block: where the plane copies hold it. */
    final int[] rowOffsets;

    /** Is a block a piece of one output row? Otherwise it is a run of pixels over whole rows. */
    private final boolean byRow;

    private final int blockPixels;
    private final int blocksPerRow;

    PatchPlan(
            int inHeight,
            int inWidth,
            int strideY,
            int strideX,
            int outHeight,
            int outWidth,
            int[] tapRows,
            int[] tapColumns,
            int channels) {
        this.height = outHeight;
        this.width = outWidth;
        this.taps = tapRows.length;
        this.kBlock = kBlock(channels, taps);
        int most = Math.max(1, BLOCK / Math.max(1, kBlock) / WIDTH) * WIDTH;
        this.byRow = outWidth > most || (outHeight > 1 && outWidth > most / 2);
        int pixels = byRow ? outWidth : Math.multiplyExact(outHeight, outWidth);
        int blocks = Math.max(1, (pixels + most - 1) / most);
        int even = (pixels + blocks - 1) / blocks;
        this.blockPixels = Math.max(1, Math.min(pixels, (even + WIDTH - 1) / WIDTH * WIDTH));
        this.blocksPerRow = (outWidth + blockPixels - 1) / blockPixels;
        int rows =
                byRow || outWidth == 0
                        ? 1
                        : Math.min(outHeight, (blockPixels + outWidth - 2) / outWidth + 1);
        int columns = byRow ? blockPixels : outWidth;
        this.planes =
                new PhasePlanes(
                        inHeight, inWidth, strideY, strideX, rows, columns, tapRows, tapColumns);
        int channelsAtOnce = kBlock % taps == 0 ? kBlock / taps : 2;
        this.rowOffsets = new int[channelsAtOnce * taps];
        for (int k = 0; k < rowOffsets.length; k++) {
            rowOffsets[k] = k / taps * planes.size + planes.tapOffsets[k % taps];
        }
    }

    private static int kBlock(int channels, int taps) {
        if (taps > BlockProduct.K_BLOCK) {
            return BlockProduct.kBlock(taps);
        }
        int atOnce = Math.max(1, BlockProduct.K_BLOCK / taps);
        int blocks = (channels + atOnce - 1) / atOnce;
        return Math.max(1, (channels + Math.max(1, blocks) - 1) / Math.max(1, blocks)) * taps;
    }

    /** How many blocks make the plane. */
    int blocks() {
        int pixels = height * width;
        return byRow ? height * blocksPerRow : (pixels + blockPixels - 1) / blockPixels;
    }

    /** The first pixel of a block. */
    int first(int block) {
        return byRow
                ? block / blocksPerRow * width + block % blocksPerRow * blockPixels
                : block * blockPixels;
    }

    /** The pixels of a block. */
    int pixels(int block) {
        int first = first(block);
        int left = byRow ? width - first % width : height * width - first;
        return Math.min(blockPixels, left);
    }

    /** Copies one input plane as far as a block sees it; a negative plane is all padding. */
    void fill(int block, float[] x, int plane, float[] dst, int dstOff) {
        int first = first(block);
        int pixels = pixels(block);
        int y = first / width;
        if (byRow) {
            planes.fill(x, plane, y, 1, first % width, pixels, 0f, dst, dstOff);
        } else {
            int rows = (first + pixels - 1) / width - y + 1;
            planes.fill(x, plane, y, rows, 0, width, 0f, dst, dstOff);
        }
    }

    /**
     * Packs the patches of a block into panels.
     *
     * @param k0 the first row of the right matrix, counted from the first channel whose copy is in
     *     {@code copies}
     * @param dst takes {@link #packedSize}
     */
    void pack(int block, int k0, int k, float[] copies, float[] dst, Scratch scratch) {
        int first = first(block);
        int pixels = pixels(block);
        int origin = byRow ? first : first / width * width;
        int[] from = scratch.from.atLeast(WIDTH);
        int[] to = scratch.to.atLeast(WIDTH);
        int at = 0;
        for (int j = 0; j < pixels; j += WIDTH) {
            int panel = RightPanels.vectors(j, pixels) * LANES;
            int runs = runs(first + j - origin, Math.min(panel, pixels - j), from, to);
            COPIES.gather(k, rowOffsets, k0, copies, 0, runs, from, to, dst, at, panel);
            at += panel * k;
        }
    }

    /** Floats that {@link #pack} writes to for k rows. */
    int packedSize(int block, int k) {
        return RightPanels.padded(pixels(block)) * k + Copies.SLACK;
    }

    /**
     * The runs that make a row of a panel.
     *
     * @param pixel the first, counted from where the plane copies begin
     */
    private int runs(int pixel, int pixels, int[] from, int[] to) {
        boolean seamless = byRow || planes.pitch == width;
        int runs = 0;
        int lane = 0;
        while (lane < pixels) {
            int q = pixel + lane;
            int length = seamless ? pixels : Math.min(width - q % width, pixels - lane);
            int source = seamless ? q : q / width * planes.pitch + q % width;
            for (int i = 0; i < length; i += LANES) {
                from[runs] = source + i;
                to[runs] = lane + i;
                runs++;
            }
            lane += length;
        }
        return runs;
    }
}
