package io.jquant.rewrite.lint;

/** Whether a heavy operator runs in integers, and why not. */
public enum Verdict {
    INTEGER("runs in integers"),
    WEIGHTS_BY_RUNTIME("runs in integers: the runtime quantizes its float weights itself"),

    NO_KERNEL("the runtime has no integer kernel for it"),
    FLOAT_INPUT("an operand is not dequantized directly in front of it"),
    FLOAT_WEIGHT("its weights are not quantized"),
    WIDE_CODES("operands of other than 8 bits"),
    INT8_ACTIVATIONS("activations stay int8, for which this CPU has no fast kernels"),
    TYPES_DIFFER("input and output are stored in different types"),
    PER_AXIS_ACTIVATION("an activation is quantized per axis"),
    FLOAT_OUTPUT("nothing quantizes its output"),
    SHARED_OUTPUT("its output is read by others than the one QuantizeLinear"),
    CLAMP("the grid behind it does not replace its Relu or Clip"),
    ACTIVATION("an activation function stands between it and QuantizeLinear"),
    FLOAT_BIAS("a float bias, and nothing quantizes the output"),
    BIAS_FORM("its bias is not int32 with the product of both scales"),
    GEMM_FACTORS("alpha or beta is not 1");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    public boolean isInteger() {
        return this == INTEGER || this == WEIGHTS_BY_RUNTIME;
    }

    /** A phrase for reports. */
    public String text() {
        return text;
    }
}
