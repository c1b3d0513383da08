package io.jquant.rewrite;

/** How a node is executed in the emitted model. */
public enum Placement {
    /** Between DequantizeLinear and QuantizeLinear, in integers by the target. */
    INTEGER,
    /** With quantized operands, but the target computes in float. */
    WEIGHTS_ONLY,
    /** In float. */
    FLOAT
}
