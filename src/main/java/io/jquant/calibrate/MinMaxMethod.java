package io.jquant.calibrate;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;

/** Everything that was seen. */
record MinMaxMethod() implements RangeMethod {
    @Override
    public Keeps needs() {
        return Keeps.EXTREMES;
    }

    @Override
    public Range choose(Statistics seen, Grid grid) {
        return of(seen.seen(), grid);
    }

    /**
     * The range for exact extremes: around a centred zero point as far to the one side as to the
     * other.
     */
    static Range of(Range seen, Grid grid) {
        if (grid != Grid.ASYMMETRIC && seen.min() < 0 && seen.max() > 0) {
            float greatest = Math.max(-seen.min(), seen.max());
            return new Range(-greatest, greatest);
        }
        return seen;
    }
}
