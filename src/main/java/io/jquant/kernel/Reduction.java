package io.jquant.kernel;

/** How an axis is reduced. */
public enum Reduction {
    SUM,
    MEAN,
    /** NaN if one is NaN. */
    MAX,
    MIN,
    PROD,
    /** Σ |x|. */
    L1,
    /** sqrt(Σ x²). */
    L2,
    SUM_SQUARE,
    /** log(Σ x). */
    LOG_SUM,
    /** log(Σ e^x), without overflow. */
    LOG_SUM_EXP
}
