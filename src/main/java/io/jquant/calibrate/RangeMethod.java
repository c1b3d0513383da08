package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;

/** How the range of a tensor is chosen from what calibration saw of it. */
public interface RangeMethod {
    /** Does it need more than the extremes? */
    boolean needsHistogram();

    /**
     * Chooses a range.
     *
     * @param seen statistics of at least one finite number, with a histogram when {@link
     *     #needsHistogram}
     * @param grid the grid that the range will be laid on
     */
    Range choose(Statistics seen, Grid grid);
}
