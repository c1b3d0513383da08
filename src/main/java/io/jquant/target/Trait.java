package io.jquant.target;

/** What distinguishes runtimes, beside the operators they have integer kernels for. */
public enum Trait {
    /**
     * Whether the operators between the heavy ones run faster on codes or on floats depends on the
     * model, so that the coverage is chosen where the user does not say.
     */
    COVERAGE_BY_MODEL,
    /** What lies behind the last heavy operator stays float. */
    FLOAT_TAIL,
    /** What picks elements of the inputs in front of the first computing operator stays float. */
    FLOAT_HEAD,
    /**
     * A Gemm or MatMul computes in integers also when its output is not quantized, so outputs that
     * no integer operator reads stay float.
     */
    FLOAT_LINEAR_OUTPUTS,
    /**
     * The runtime places the requantization behind heavy operators itself: only what they read is
     * quantized, never what they write.
     */
    FLOAT_OUTPUTS,
    /** Biases are float constants. */
    FLOAT_BIASES,
    /** Zero points are 0 for all tensors. */
    ZERO_POINT_ZERO,
    /**
     * The sum of a convolution and another branch is part of the convolution when the other branch
     * is quantized.
     */
    QUANTIZED_RESIDUAL,
    /** There are fast kernels for int8 activations. */
    INT8_KERNELS,
    /**
     * A Relu or Clip behind an integer operator costs nothing only when quantization alone does its
     * work, and otherwise makes that operator float.
     */
    DROPS_CLAMPS,
    /**
     * MatMul and the Add of a vector behind it become one Gemm, which is integer only when its
     * output is quantized.
     */
    JOINS_MATMUL_ADD,
    /**
     * A heavy operator with float weights between quantized tensors has its weights quantized by
     * the runtime, per tensor.
     */
    QUANTIZES_FLOAT_WEIGHTS,
    /**
     * ConvTranspose has no integer kernel, but the Conv and DepthToSpace that compute the same
     * have.
     */
    TRANSPOSED_AS_CONV,
    /**
     * The integer kernels of AveragePool and Softmax are slower than the float ones. The former is
     * written as a depthwise Conv where it can be; what stays float must not be fused.
     */
    SLOW_AVERAGE_AND_SOFTMAX,
    /**
     * Asked to, the runtime turns weights to uint8 when it loads a file, each in its place, and
     * fails where two layers share one.
     */
    CHANGES_WEIGHTS,
    /**
     * The kernel of a Resize that repeats elements is slow in the layout that integer convolutions
     * have, in which a Tile does the same fast.
     */
    SLOW_NEAREST_RESIZE,
    /**
     * DepthToSpace moves element by element, where a Transpose of channels-last data copies runs.
     */
    SLOW_DEPTH_TO_SPACE,
    /**
     * The input of an integer convolution is gathered once for each of its groups, which takes
     * longer than what narrow groups compute.
     */
    SLOW_GROUPS,
    /**
     * Integer convolutions are fast for multiples of 4 input channels, depthwise ones of 16
     * channels.
     */
    WIDE_CHANNELS,
    /** HardSwish and HardSigmoid have no integer kernel; a Clip of codes and a product have. */
    SLOW_HARD_SWISH,
    /** The kernel of PRelu is slower than a product and a maximum. */
    SLOW_PRELU,
    /**
     * Float functions written in parts become one operator, unless the parts read a dequantized
     * tensor directly.
     */
    JOINS_FUNCTIONS,
    /**
     * Functions such as HardSwish and LayerNormalization are one operator rather than their parts.
     */
    COMPOSITES,
    /** ReduceMean over all of space is a pool, which has an integer kernel. */
    GLOBAL_POOLS,
    /** A sum of many tensors is taken two at a time. */
    SUMS_IN_PAIRS,
    /** A BatchNormalization that no weights take in is a depthwise convolution. */
    LONE_BATCH_NORM_AS_CONV,
    /** A BatchNormalization that no weights take in is a product and a sum. */
    LONE_BATCH_NORM_AS_PARTS
}
