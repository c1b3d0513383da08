package io.jquant.calibrate;

/** What is kept of the values of a tensor; each holds what those before it hold. */
enum Keeps {
    /** Extremes and counts. */
    EXTREMES,
    /** A histogram of all samples as well. */
    HISTOGRAM,
    /** Coarser histograms of groups of samples as well. */
    GROUPS
}
