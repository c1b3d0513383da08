package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;

/** How the range of a tensor is chosen from what calibration saw of it. */
public interface RangeMethod {
    /** What of the values it needs to know. */
    Keeps needs();

    /**
     * Chooses a range.
     *
     * @param seen statistics of at least one finite number, with all that the method {@link #needs}
     * @param grid the grid that the range will be laid on
     */
    Range choose(Statistics seen, Grid grid);

    /**
     * Does it choose the same on two grids of which neither is centred for the values? Methods that
     * are equal and say so are asked but once.
     */
    default boolean looksAtCodesOnly() {
        return true;
    }
}
