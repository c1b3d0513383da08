package io.jquant.rewrite;

/** Why a node became integer or stayed float. */
public enum Reason {
    // ---- integer
    HEAVY("multiplies 8-bit codes"),
    SAME_SCALE("passes codes on with the same parameters"),
    REQUANTIZES("passes values on with parameters of its own"),
    FIXED_SCALE("its function fixes the output's parameters"),
    OWN_SCALE("computes on codes"),
    FOLDED("part of the operator in front of it"),
    WEIGHTS_ONLY("8-bit weights; the target has no integer kernel for it"),

    // ---- float
    NO_RULE("the specification has no rule for this operator"),
    CUSTOM_DOMAIN("an operator outside of ONNX's own domain"),
    INSIDE_BODY("inside the body of a loop"),
    CAPTURED("reads a tensor from outside of its body"),
    NOT_FLOAT("does not compute on float32 tensors"),
    SHAPE_ARITHMETIC("computes on shapes or constants only"),
    RESIDUAL("a sum whose other branch is quantized, so that the runtime can join it"),
    READS_ONLY("reads quantized values, writes none"),
    BETWEEN_HEAVY("not needed for integer arithmetic (lean coverage)"),
    HEAD("rearranges inputs in front of the first operator that computes"),
    TAIL("lies behind the last heavy operator"),
    NO_KERNEL("the target computes it in float"),
    USER("kept float as asked for"),
    NO_RANGE("a tensor has no calibrated range"),
    EMPTY_TENSOR("a tensor without elements"),
    MASK("adds a mask of very large numbers"),
    NOT_FINITE("a constant holds NaN or infinite values"),
    COMPUTED_WEIGHT("the weights are computed, not constant"),
    COMPUTED_BIAS("the bias is computed, not constant"),
    GEMM_FACTORS("alpha or beta applies to computed operands"),
    ALREADY_QUANTIZED("the model is quantized already");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** A phrase for summaries. */
    public String text() {
        return text;
    }
}
