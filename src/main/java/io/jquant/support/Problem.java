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

    OUTPUT_UNWRITABLE(Kind.USAGE, "%s: cannot be written: %s (choose another place)"),
    OUT_OF_MEMORY(
            Kind.INTERNAL,
            "out of memory: the heap of %s MB is full (give more by JAVA_TOOL_OPTIONS=-Xmx…, or use --threads 1)"),

    // ---- check
    CASE_UNREADABLE(
            Kind.DATA,
            "%s: no test case: %s (give a folder or .zip with model.onnx and test_data_set_* in it)"),
    CASES_FAILED(Kind.CHECK, "%s of %s cases failed (the lines above say why)"),
    CASES_UNSUPPORTED(
            Kind.UNSUPPORTED,
            "%s of %s cases need operators that are not supported (the lines above name them)"),

    // ---- the whole job
    NO_CALIBRATION(
            Kind.USAGE, "%s: no calibration data is named (give --calib PATH, or --ranges FILE)"),
    INTEGERS_UNKNOWN(
            Kind.CHECK,
            "%s: --min-int cannot be checked: the model has no Conv, Gemm or MatMul, or open sizes (give samples by --calib)"),
    TOO_FEW_INTEGERS(
            Kind.CHECK,
            "%s: %s %% of the multiplications would run in integers, --min-int asks for %s (the plan: --dry-run)"),
    SQNR_TOO_LOW(
            Kind.CHECK,
            "%s: output '%s' has an SQNR of %s dB, --min-sqnr asks for %s (try another --method or more samples)"),
    NOTHING_TO_COMPARE(
            Kind.USAGE,
            "%s: --min-sqnr needs real samples to compare on (give --calib PATH with data)"),

    // ---- cli
    COMMAND_LINE(Kind.USAGE, "%s (see '%s --help')"),
    BATCH_UNREADABLE(
            Kind.USAGE,
            "%s: no list of models: %s (give a folder of .onnx files, or a YAML file with 'models:')"),
    CONFIG_UNREADABLE(
            Kind.USAGE, "--config %s: %s (write a YAML mapping such as 'method: asymmetric-mse')"),
    OPTION_VALUE(Kind.USAGE, "%s %s: not a valid value (give %s)"),

    // ---- load
    MODEL_NOT_FOUND(Kind.MODEL, "%s: no such model file (check the path)"),
    MODEL_UNREADABLE(Kind.MODEL, "%s: cannot be read: %s (name a model file that may be read)"),
    MODEL_OTHER_FORMAT(Kind.MODEL, "%s: not an ONNX model: this looks like %s (%s)"),
    MODEL_BROKEN(
            Kind.MODEL,
            "%s: not a whole ONNX model: %s (copy or download the file again, or export the model again)"),
    MODEL_WITHOUT_GRAPH(
            Kind.MODEL,
            "%s: holds no graph: nothing can be computed with it (export the model again)"),
    MODEL_TOO_LARGE(
            Kind.UNSUPPORTED,
            "%s: larger than the 2 GiB that one protobuf message can have (store its weights as external data)"),
    MODEL_TOO_DEEP(
            Kind.UNSUPPORTED,
            "%s: bodies of If, Loop or Scan more than %d deep (flatten the control flow)"),
    IR_VERSION_INVALID(
            Kind.MODEL, "%s: IR version %d: versions begin with 1 (export the model again)"),
    IR_VERSION_UNKNOWN(
            Kind.UNSUPPORTED,
            "%s: IR version %d is newer than %d, the last one known (export the model with an older one)"),
    OPSET_INVALID(Kind.MODEL, "%s: operator sets: %s (export the model again)"),
    OPSET_UNKNOWN(
            Kind.UNSUPPORTED,
            "%s: operator set %d is newer than %d, the last one known (export the model with an older one)"),
    VALUE_INVALID(Kind.MODEL, "%s: value '%s': %s (export the model again)"),
    VALUE_TWICE(
            Kind.MODEL, "%s: value '%s' is made twice: by %s and by %s (give one another name)"),
    VALUE_MISSING(
            Kind.MODEL,
            "%s: %s '%s', which nothing makes (a weight is missing or a name is wrong)"),
    NODE_INVALID(Kind.MODEL, "%s: %s: %s (export the model again)"),
    GRAPH_CYCLE(Kind.MODEL, "%s: nodes in a circle: %s (break the circle)"),
    TENSOR_INVALID(Kind.MODEL, "%s: %s: %s (export the model again)"),
    TENSOR_UNSUPPORTED(Kind.UNSUPPORTED, "%s: %s: %s (store it in a common dense form)"),
    EXTERNAL_DATA_REFUSED(
            Kind.MODEL,
            "%s: %s: external data '%s' %s (external data must be a file beside the model or in a folder below it)"),
    EXTERNAL_DATA_INVALID(
            Kind.MODEL,
            "%s: %s: external data '%s': %s (copy the data file again, or export the model again)"),
    TENSOR_FILE_INVALID(
            Kind.DATA, "%s: %s: %s (write the file again, for example with onnx.numpy_helper)"),
    FUNCTION_INVALID(Kind.MODEL, "%s: function '%s': %s (export the model without functions)"),
    FUNCTION_RECURSIVE(
            Kind.MODEL,
            "%s: the functions %s call each other without end (export the model without functions)"),
    FUNCTION_UNSUPPORTED(
            Kind.UNSUPPORTED, "%s: function '%s': %s (export the model without functions)"),

    // ---- save
    OUTPUT_IS_INPUT(Kind.USAGE, "%s: is a file that is read (choose another output file)"),
    OUTPUT_TWICE(Kind.USAGE, "%s: is named for two results (choose another file for one of them)"),
    OUTPUT_FAILED(Kind.USAGE, "%s: cannot be written: %s (choose another output file)"),
    MODEL_TOO_LARGE_TO_SAVE(
            Kind.UNSUPPORTED,
            "%s: %d bytes without initializers do not fit into one protobuf message (keep large constants as initializers)"),

    // ---- target, rewrite
    TARGET_UNKNOWN(Kind.USAGE, "target '%s': there is no such target (choose one of %s)"),
    OPSET_TOO_OLD(
            Kind.MODEL,
            "the model's operator set is %s: per-channel quantization needs 13 or newer (run the optimizer, which raises it)"),
    WEIGHT_NOT_FINITE(
            Kind.MODEL,
            "node '%s': the constant '%s' holds NaN or infinite values (repair the weights, or keep this node float by --keep-float)"),

    // ---- calibrate
    METHOD_UNKNOWN(
            Kind.USAGE,
            "method '%s': there is no such range method (use %s- before %s, as in asymmetric-mse, or %s)"),
    PERCENTILE(
            Kind.USAGE,
            "percentile %s: out of bounds (give a percentage above 50 and up to 100, such as 99.99)"),
    HISTOGRAM_BITS(Kind.USAGE, "histogram bits %d: out of bounds (give a number from %d to %d)"),
    STATE_INVALID(
            Kind.USAGE,
            "state %s=%s: %s (name an output and the input of the same type that it is fed to)"),
    RANGES_UNREADABLE(Kind.DATA, "%s: cannot be read: %s (check the path and its permissions)"),
    RANGES_OTHER_MODEL(
            Kind.DATA,
            "%s: none of its %d tensors is in the model, the first is '%s' (give the ranges of this model)"),
    RANGES_INVALID(Kind.DATA, "%s: not a range table: %s (make it again with 'jquant calibrate')"),

    // ---- data
    DATA_NOT_FOUND(Kind.DATA, "%s: no such file or folder (check the path given for the data)"),
    DATA_UNREADABLE(Kind.DATA, "%s: cannot be read: %s (check the file and its permissions)"),
    DATA_EMPTY(Kind.DATA, "%s: no samples: %s (%s)"),
    DATA_FORM(Kind.DATA, "%s: not a form of data that fits the model: %s (%s)"),
    NUMPY_BAD(
            Kind.DATA,
            "%s: not a NumPy file that can be read: %s (write it with numpy.save or numpy.savez)"),
    PICTURE_BAD(
            Kind.DATA,
            "%s: not a picture that can be decoded: %s (save it as PNG or JPEG, or go on without it by --skip-bad)"),
    SAMPLE_INPUT_MISSING(Kind.DATA, "%s: no data for input '%s': %s (%s)"),
    SAMPLE_TYPE(
            Kind.DATA,
            "%s: input '%s' takes %s, the data is %s: %s (save it as the type it needs)"),
    SAMPLE_SHAPE(Kind.DATA, "%s: input '%s' takes shape %s, the data has %s (%s)"),
    SAMPLE_SYMBOL(
            Kind.DATA,
            "%s: dimension '%s' is %d in input '%s' but %d in input '%s' (they must agree within a sample)"),
    SAMPLE_STACK(Kind.DATA, "%s: samples cannot be stacked to the model's batch: %s (%s)"),
    SAMPLE_STEPS(
            Kind.DATA,
            "%s: input '%s' has %d time steps but input '%s' has %d (they must agree within a sample)"),
    SAMPLES_ALL_BAD(
            Kind.DATA, "all %d samples are bad, the first: %s (the warnings say what to mend)"),
    PREPROCESS_MISSING(
            Kind.DATA,
            "%s: how pictures become values for input '%s' is not known (give --preprocess with a YAML file or one of %s)"),
    PREPROCESS_FILE(Kind.USAGE, "preprocess %s: %s (use %s)"),
    PREPROCESS_OPTION(Kind.USAGE, "%s %s: %s (use %s)"),
    PREPROCESS_MISFIT(Kind.DATA, "preprocess %s: %s (%s)"),

    // ---- operator, execute
    OPERATOR_UNKNOWN(
            Kind.UNSUPPORTED,
            "node '%s': operator %s of domain '%s', opset %d is not supported (simplify the model, or keep this part out of it)"),
    INPUT_MISSING(
            Kind.DATA,
            "input '%s': no data is given (every graph input without initializer needs some)"),
    INPUT_TYPE(Kind.DATA, "input '%s': the data is %s, the model wants %s (convert the data)"),
    NODE_REFUSED(Kind.MODEL, "%s: node '%s' (%s): %s (the model is not valid: export it again)"),
    OPERATOR_FAILED(
            Kind.MODEL,
            "node '%s' (%s): %s (the model or the fed shapes do not fit this operator)"),
    TENSOR_TOO_LARGE(
            Kind.UNSUPPORTED,
            "%s: %s elements do not fit into one tensor (the limit is 2147483639)"),

    // ---- optimize
    PASS_UNKNOWN(Kind.USAGE, "%s: no such optimizer pass ('jquant optimize --list' names them)"),
    PASS_ORDER(
            Kind.USAGE,
            "pass '%s': it needs %s, which the model does not have (list '%s' before it)"),
    OPSET_TOO_LOW(
            Kind.USAGE, "--opset %d: the optimizer writes opset %d and later (give a later one)");

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
