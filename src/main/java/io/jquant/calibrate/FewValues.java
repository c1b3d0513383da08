package io.jquant.calibrate;

/** Tensors with too few values for a distribution: their range is all that was seen. */
final class FewValues {
    /** Fewer values than this are a list, not a distribution. */
    private static final int LEAST_VALUES = 1000;

    /**
     * A tensor with no more different values than this (a mask, a constant) holds levels: a grid
     * that is laid for their mean error may miss every one of them.
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

    /**
     * Is there no more than one value of each sign beside zero? These are extremes, so they are
     * known exactly.
     */
    static boolean areExtremes(GridError error) {
        return error.negative().occupied() <= 1 && error.positive().occupied() <= 1;
    }
}
