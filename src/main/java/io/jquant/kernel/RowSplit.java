package io.jquant.kernel;

import io.jquant.simd.Simd;

/** How the rows of a matrix are shared out over panels of the heights that the tiles know. */
final class RowSplit {
    /** What a tile costs beside its rows: loads of B and the loop. */
    private static final int TILE_COST = 5;

    private static final int ROW_COST = 10;

    /** From here on panels are as high as can be. */
    private static final int LIMIT = 96;

    private static final int[] HEIGHTS = Simd.get().tiles().heights();

    /** The last panel's height for each number of rows. */
    private static final int[] CHOICE = choices();

    private RowSplit() {}

    private static int[] choices() {
        int[] cost = new int[LIMIT + 1];
        int[] choice = new int[LIMIT + 1];
        for (int r = 1; r <= LIMIT; r++) {
            cost[r] = Integer.MAX_VALUE;
            for (int h : HEIGHTS) {
                int c = cost[Math.max(0, r - h)] + h * ROW_COST + TILE_COST;
                if (c < cost[r]) {
                    cost[r] = c;
                    choice[r] = h;
                }
            }
        }
        return choice;
    }

    /** The height of the panel at the end of so many rows; it may be more than these. */
    static int lastHeight(int rows) {
        return rows > LIMIT ? HEIGHTS[0] : CHOICE[rows];
    }
}
