package io.jquant.simd;

/** Copies that bring matrices and patches into the order in which {@link Tiles} reads them. */
public interface Copies {
    /**
     * How far {@link #gather} and {@link #spread} may write, and the former read, beyond the end.
     */
    int SLACK = 16;

    /**
     * Builds a panel of B row by row out of runs: in row p, run v goes from {@code src[srcOff +
     * rows[rowsOff + p] + from[v]]} to the columns from {@code to[v]}, each run {@link Tiles#lanes}
     * floats long. Runs are written in order, so that the later one wins where two overlap and a
     * run may reach into the next row; after the last row lie up to {@link #SLACK} elements of
     * garbage.
     *
     * @param width columns of the panel
     */
    void gather(
            int k,
            int[] rows,
            int rowsOff,
            float[] src,
            int srcOff,
            int runs,
            int[] from,
            int[] to,
            float[] dst,
            int dstOff,
            int width);

    /**
     * Copies k rows of {@code columns} elements out of a matrix whose rows are {@code stride}
     * apart, and fills them up with zeros to {@code width}.
     */
    void rows(
            int k,
            float[] src,
            int srcOff,
            int stride,
            int columns,
            float[] dst,
            int dstOff,
            int width);

    /**
     * Copies rows of n elements, {@code step} apart in the source; behind each row written lie up
     * to {@link #SLACK} elements of garbage.
     *
     * @param step 1 or 2
     */
    void spread(
            int rows,
            float[] src,
            int srcOff,
            int srcStride,
            int step,
            int n,
            float[] dst,
            int dstOff,
            int dstStride);
}
