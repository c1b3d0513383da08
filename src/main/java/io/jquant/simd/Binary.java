package io.jquant.simd;

/** Functions of two floats. */
public enum Binary {
    ADD,
    SUB,
    MUL,
    DIV,
    /** As {@link Math#min(float, float)}: NaN wins, -0 is below 0. */
    MIN,
    /** As {@link Math#max(float, float)}. */
    MAX,
    /** a where a ≥ 0 or NaN, else a · b. */
    PRELU
}
