package io.jquant.calibrate;

import io.jquant.grid.Grid;

/**
 * A range method together with the grid it chooses for.
 *
 * @param name as on the command line, such as {@code asymmetric-mse}
 */
public record NamedMethod(String name, Grid grid, RangeMethod method) {
    /** The same, choosing for another grid. */
    public NamedMethod on(Grid other) {
        return new NamedMethod(name, other, method);
    }
}
