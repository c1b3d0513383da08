package io.jquant.calibrate;

/** Tensors with too few values for a distribution: their range is all that was seen. */
final class FewValues {
    /** Fewer values than this are a list, not a distribution. */
    private static final int LEAST_VALUES = 1000;

    /**
     * A tensor with no more different values than this (a mask, a constant) holds levels: a grid
     * that is laid for values spread evenly over their bins may miss every one of them.
     */
    private static final int FEW_LEVELS = 8;

    private FewValues() {}

    /** Are there too few values to tell how they are distributed? */
    static boolean fewIn(Statistics seen) {
        return seen.finite() < LEAST_VALUES;
    }

    /** Are there only a few different values beside zero? */
    static boolean fewLevelsIn(GridError error) {
        return error.negative().occupied() + error.positive().occupied() <= FEW_LEVELS;
    }

    /** Are there only a few different values, and is one not known well enough to aim for it? */
    static boolean uncertainLevelsIn(GridError error) {
        return fewLevelsIn(error)
                && !(error.negative().isLocated() && error.positive().isLocated());
    }
}
