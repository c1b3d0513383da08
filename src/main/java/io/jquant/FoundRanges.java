package io.jquant;

import io.jquant.calibrate.RangeMethods;
import io.jquant.calibrate.RangeTable;
import io.jquant.grid.Grid;
import io.jquant.recover.MethodChoice;
import io.jquant.recover.Refinement;

/**
 * Ranges, and how they were come by.
 *
 * @param choice what method {@code auto} chose; null where no method was chosen
 * @param refinement null where none was made
 */
record FoundRanges(RangeTable table, MethodChoice.Choice choice, Refinement refinement) {
    /** Those of a table, from a file or by one method. */
    static FoundRanges of(RangeTable table) {
        return new FoundRanges(table, null, null);
    }

    static FoundRanges of(MethodChoice.Choice choice) {
        return new FoundRanges(choice.ranges(), choice, choice.refinement());
    }

    FoundRanges refined(Refinement by) {
        return new FoundRanges(by.ranges(), choice, by);
    }

    /** The grid that the ranges were chosen for. */
    Grid grid() {
        return RangeMethods.gridOf(table.method());
    }
}
