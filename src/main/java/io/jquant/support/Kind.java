package io.jquant.support;

/**
 * What sort of failure a {@link JquantException} reports; the command line maps each to one exit
 * code.
 */
public enum Kind {
    /** Something inside jquant went wrong: a bug. */
    INTERNAL,
    /** The command line, or the arguments of a call, make no sense. */
    USAGE,
    /** The model cannot be read or is not valid. */
    MODEL,
    /** An operator, a feature or a size that is not supported. */
    UNSUPPORTED,
    /** Calibration or evaluation data is missing or bad. */
    DATA,
    /** A check that the user asked for did not hold. */
    CHECK
}
