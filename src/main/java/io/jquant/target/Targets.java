package io.jquant.target;

import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The runtimes that files can be written for. */
public final class Targets {
    /** Same-scale rows that ONNX Runtime computes with any parameters on both sides. */
    private static final Set<String> ORT_REQUANTIZES =
            Set.of("AveragePool", "Concat", "Max", "Min");

    /**
     * Operators that ONNX Runtime's CPU provider computes in float between DequantizeLinear and
     * QuantizeLinear. Softmax has a kernel that takes five times as long as the float one.
     */
    private static final Set<String> ORT_LEFT_FLOAT =
            Set.of(
                    "LogSoftmax",
                    "LpNormalization",
                    "Max",
                    "Min",
                    "ReduceMean",
                    "ReduceSum",
                    "Softmax",
                    "Sub",
                    "Sum",
                    "Tanh");

    private static final Set<Trait> ORT_TRAITS =
            Set.of(
                    Trait.COVERAGE_BY_MODEL,
                    Trait.FLOAT_TAIL,
                    Trait.FLOAT_HEAD,
                    Trait.FLOAT_LINEAR_OUTPUTS,
                    Trait.DROPS_CLAMPS,
                    Trait.JOINS_MATMUL_ADD,
                    Trait.QUANTIZES_FLOAT_WEIGHTS,
                    Trait.TRANSPOSED_AS_CONV,
                    Trait.SLOW_AVERAGE_AND_SOFTMAX,
                    Trait.SLOW_NEAREST_RESIZE,
                    Trait.SLOW_DEPTH_TO_SPACE,
                    Trait.SLOW_PRELU,
                    Trait.JOINS_FUNCTIONS,
                    Trait.COMPOSITES,
                    Trait.GLOBAL_POOLS);

    private static final Set<String> ORT_WEIGHTS_ONLY = Set.of("ConvTranspose");

    /** uint8 activations times int8 weights: the one fast kernel that every x86-64 CPU has. */
    public static final Target ONNXRUNTIME =
            new Target(
                    "onnxruntime",
                    "ONNX Runtime on x86-64: uint8 activations, int8 weights, the same results on every CPU",
                    ElementType.UINT8,
                    Coverage.LEAN,
                    with(
                            ORT_TRAITS,
                            Trait.CHANGES_WEIGHTS,
                            Trait.SLOW_GROUPS,
                            Trait.SLOW_HARD_SWISH,
                            Trait.WIDE_CHANNELS),
                    ORT_REQUANTIZES,
                    ORT_LEFT_FLOAT,
                    ORT_WEIGHTS_ONLY,
                    Short.MAX_VALUE);

    /** int8 activations, whose dot products ARM CPUs have and sum in 32 bits. */
    public static final Target ONNXRUNTIME_ARM64 =
            new Target(
                    "onnxruntime-arm64",
                    "ONNX Runtime on ARM64: int8 activations, int8 weights",
                    ElementType.INT8,
                    Coverage.LEAN,
                    with(ORT_TRAITS, Trait.INT8_KERNELS),
                    ORT_REQUANTIZES,
                    ORT_LEFT_FLOAT,
                    ORT_WEIGHTS_ONLY,
                    0);

    /** The letter of the specification. */
    public static final Target TFLITE =
            new Target(
                    "tflite",
                    "the TensorFlow Lite 8-bit specification to the letter: int8, every operator with a rule",
                    ElementType.INT8,
                    Coverage.FULL,
                    Set.of(Trait.SUMS_IN_PAIRS, Trait.LONE_BATCH_NORM_AS_PARTS),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    0);

    /** Runtimes that read float operators between pairs and place requantization themselves. */
    private static final Set<Trait> GRAPH_COMPILER_TRAITS =
            Set.of(Trait.FLOAT_TAIL, Trait.FLOAT_OUTPUTS, Trait.FLOAT_BIASES, Trait.COMPOSITES);

    /** uint8 activations in front of heavy operators; no pair stands behind a convolution. */
    public static final Target OPENVINO =
            new Target(
                    "openvino",
                    "OpenVINO: uint8 activations, int8 weights, pairs in front of Conv, Gemm and MatMul",
                    ElementType.UINT8,
                    Coverage.LEAN,
                    GRAPH_COMPILER_TRAITS,
                    ORT_REQUANTIZES,
                    ORT_LEFT_FLOAT,
                    Set.of(),
                    Short.MAX_VALUE);

    /** Zero points of 0; the branch that a convolution's result is added to is quantized too. */
    public static final Target TENSORRT =
            new Target(
                    "tensorrt",
                    "TensorRT: symmetric int8, pairs in front of Conv, Gemm and MatMul and on residual branches",
                    ElementType.INT8,
                    Coverage.LEAN,
                    with(
                            GRAPH_COMPILER_TRAITS,
                            Trait.ZERO_POINT_ZERO,
                            Trait.QUANTIZED_RESIDUAL,
                            Trait.INT8_KERNELS),
                    ORT_REQUANTIZES,
                    ORT_LEFT_FLOAT,
                    Set.of(),
                    0);

    private static final List<Target> ALL =
            List.of(ONNXRUNTIME, ONNXRUNTIME_ARM64, TFLITE, OPENVINO, TENSORRT);

    private Targets() {}

    private static Set<Trait> with(Set<Trait> some, Trait... more) {
        Set<Trait> all = EnumSet.copyOf(some);
        all.addAll(List.of(more));
        return all;
    }

    /** All targets, the default first. */
    public static List<Target> all() {
        return ALL;
    }

    /** The names of all targets, the default first. */
    public static List<String> names() {
        return ALL.stream().map(Target::name).toList();
    }

    /**
     * The target of this name.
     *
     * @throws io.jquant.support.JquantException when there is none
     */
    public static Target byName(String name) {
        return ALL.stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                Problem.TARGET_UNKNOWN.with(
                                        name, names().stream().collect(Collectors.joining(", "))));
    }
}
