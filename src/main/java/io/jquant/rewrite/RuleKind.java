package io.jquant.rewrite;

/** How the specification ties an operator's output to its inputs. */
public enum RuleKind {
    /** Multiplies with 8-bit weights and sums in 32 bits; the output has its own parameters. */
    HEAVY,
    /** The output has the parameters of the inputs. */
    SAME_SCALE,
    /** The output's parameters are given by the function. */
    FIXED,
    /** The output has its own parameters. */
    OWN_SCALE,
    /**
     * Relu and Clip: usually part of the operator in front, whose output range they cut; on their
     * own as {@link #OWN_SCALE}.
     */
    CLAMP,
    /** Reads quantized values, writes none (ArgMax, comparisons). */
    INPUT_ONLY
}
