package io.jquant.simd;

/** Functions of one float and up to two parameters, p and q. */
public enum Unary {
    ABS,
    NEG,
    FLOOR,
    CEIL,
    /** To the nearest integer, to even from the middle. */
    ROUND,
    SQRT,
    RECIPROCAL,
    EXP,
    LOG,
    TANH,
    SIGMOID,
    ERF,
    SOFTPLUS,
    /** x / (1 + |x|). */
    SOFTSIGN,
    SILU,
    MISH,
    GELU,
    GELU_TANH,
    /** x below 0 becomes 0; -0 and NaN stay. */
    RELU,
    /** p · x below 0. */
    LEAKY_RELU,
    /** At least p, then at most q. */
    CLIP,
    /** p · (e^x - 1) below 0. */
    ELU,
    /** q · x, or q · (p · e^x - p) from 0 down. */
    SELU,
    /** max(0, x) + min(0, p · (e^(x/p) - 1)). */
    CELU,
    /** max(0, min(1, p · x + q)). */
    HARD_SIGMOID,
    /** x · max(0, min(1, x/6 + 1/2)). */
    HARD_SWISH
}
