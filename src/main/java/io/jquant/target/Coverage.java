package io.jquant.target;

/** How much of a model is quantized. */
public enum Coverage {
    /** Every operator that the specification has a rule for. */
    FULL,
    /**
     * What heavy operators (Conv, Gemm, MatMul) read and write, and what only moves such tensors
     * between them. Sums of residual branches, the inside of normalisations and of activation
     * functions stay float: they cost few operations and most of the accuracy.
     */
    LEAN
}
