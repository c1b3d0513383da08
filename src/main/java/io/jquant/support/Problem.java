package io.jquant.support;

import java.util.Locale;
import java.util.Objects;

/**
 * Every message that jquant fails with, in one place: its kind and its text, written as {@code
 * WHAT: WHY (WHAT TO DO)}.
 *
 * <p>The placeholders are those of {@link String#format}. Each key has at least one example input
 * that provokes it in the tests, and {@code docs/errors.md} is made from both.
 */
public enum Problem {
    // ---- support, tensor, graph
    INTERNAL(
            Kind.INTERNAL,
            "internal error: %s (please report it with the command line; -vv prints the stack trace)"),
    GRAPH_INVALID(
            Kind.MODEL,
            "%s: invalid graph: %s (export the model again, or check it with the exporter's own tool)"),

    OUT_OF_MEMORY(
            Kind.INTERNAL,
            "out of memory: the heap of %s MB is full (give more by JAVA_TOOL_OPTIONS=-Xmx…, or use --threads 1)"),

    // ---- cli
    COMMAND_LINE(Kind.USAGE, "%s (see '%s --help')"),
    CONFIG_UNREADABLE(
            Kind.USAGE, "--config %s: %s (write a YAML mapping such as 'method: asymmetric-mse')"),
    OPTION_VALUE(Kind.USAGE, "%s %s: not a valid value (give %s)"),

    // ---- load
    MODEL_NOT_FOUND(Kind.MODEL, "%s: no such model file (check the path)"),

    // ---- target, rewrite
    TARGET_UNKNOWN(Kind.USAGE, "--target %s: no such target (choose one of: %s)"),
    OPSET_TOO_OLD(
            Kind.MODEL,
            "the model's operator set is %s: per-channel quantization needs 13 or newer (run the optimizer, which raises it)"),
    WEIGHT_NOT_FINITE(
            Kind.MODEL,
            "node '%s': the constant '%s' holds NaN or infinite values (repair the weights, or keep this node float by --keep-float)"),

    // ---- operator, execute
    OPERATOR_UNKNOWN(
            Kind.UNSUPPORTED,
            "node '%s': operator %s of domain '%s', opset %d is not supported (simplify the model, or keep this part out of it)"),
    INPUT_MISSING(
            Kind.DATA,
            "input '%s': no data is given (every graph input without initializer needs some)"),
    INPUT_TYPE(Kind.DATA, "input '%s': the data is %s, the model wants %s (convert the data)"),
    OPERATOR_FAILED(
            Kind.MODEL,
            "node '%s' (%s): %s (the model or the fed shapes do not fit this operator)"),
    TENSOR_TOO_LARGE(
            Kind.UNSUPPORTED,
            "%s: %s elements do not fit into one tensor (the limit is 2147483639)");

    private final Kind kind;
    private final String format;

    Problem(Kind kind, String format) {
        this.kind = kind;
        this.format = format;
    }

    /** The sort of failure this is. */
    public Kind kind() {
        return kind;
    }

    /** The text with its placeholders. */
    public String format() {
        return format;
    }

    /**
     * The exception with the placeholders filled in; line breaks in the arguments become spaces.
     */
    public JquantException with(Object... arguments) {
        return because(null, arguments);
    }

    /** As {@link #with}, with the cause kept for {@code -vv}. */
    public JquantException because(Throwable cause, Object... arguments) {
        Object[] clean = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            Object a = arguments[i];
            clean[i] = a instanceof Number ? a : OneLine.of(Objects.toString(a));
        }
        return new JquantException(this, String.format(Locale.ROOT, format, clean), cause);
    }
}
