package io.jquant.rewrite;

import io.jquant.graph.Node;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the numbers that make up one output channel lie in a constant weight, in the order in which
 * integer kernels sum them: kernel position, then input channel of the group.
 *
 * @param channels output channels, or columns where a MatMul's weight has batch axes
 * @param base offset of each output channel
 * @param order offsets of the summed numbers, relative to the base
 * @param inputBase the first input channel that each output channel reads
 * @param input the input channel of each summed number, relative to that
 * @param axis the axis of the output channels, or -1 when all share one scale
 * @param pairs which of the summed numbers begin the pairs that a kernel adds first
 */
record WeightLayout(
        int channels,
        int[] base,
        int[] order,
        int[] inputBase,
        int[] input,
        int axis,
        int[] pairs) {

    private WeightLayout(
            int channels, int[] base, int[] order, int[] inputBase, int[] input, int axis) {
        this(channels, base, order, inputBase, input, axis, pairs(order.length, order.length));
    }

    /**
     * The same where each kernel position begins a new pair, because zeros fill it up.
     *
     * @param run input channels
     * @param orNot it may come to that or not: both kinds of pairs count
     */
    WeightLayout withPairsWithin(int run, boolean orNot) {
        int[] within = pairs(depth(), run);
        int[] all =
                orNot
                        ? IntStream.concat(Arrays.stream(pairs), Arrays.stream(within))
                                .sorted()
                                .distinct()
                                .toArray()
                        : within;
        return new WeightLayout(channels, base, order, inputBase, input, axis, all);
    }

    private static int[] pairs(int depth, int run) {
        return IntStream.range(0, depth)
                .filter(k -> k % run % 2 == 0 && k % run + 1 < run && k + 1 < depth)
                .toArray();
    }

    /** How many numbers are summed per output. */
    int depth() {
        return order.length;
    }

    /** The scale that belongs to an output channel. */
    int scaleIndex(int channel) {
        return axis < 0 ? 0 : channel;
    }

    int scaleCount() {
        return axis < 0 ? 1 : channels;
    }

    /** The length that a bias of this operator has. */
    static long channels(Node node, Tensor weight) {
        return switch (node.opType()) {
            case "Conv" -> weight.dim(0);
            case "ConvTranspose" -> weight.dim(1) * node.attributes().getInt("group", 1);
            case "Gemm" -> weight.dim(isTransposed(node) ? 0 : 1);
            default -> weight.dim(-1);
        };
    }

    /** The layout of a heavy operator's weight. */
    static WeightLayout of(Node node, Tensor weight, boolean perTensor) {
        Shape s = weight.shape();
        return switch (node.opType()) {
            case "Conv" -> conv(node, s, perTensor);
            case "ConvTranspose" -> convTranspose(node, s, perTensor);
            case "Gemm" -> matrix(s.dim(0), s.dim(1), isTransposed(node), perTensor);
            case "MatMul" -> matMul(s, perTensor);
            default -> throw new IllegalArgumentException(node.opType() + " has no weight");
        };
    }

    private static boolean isTransposed(Node node) {
        return node.attributes().getBoolean("transB", false);
    }

    private static WeightLayout conv(Node node, Shape s, boolean perTensor) {
        int groups = Math.toIntExact(node.attributes().getInt("group", 1));
        int out = s.dim(0);
        int in = s.dim(1);
        int taps = Math.toIntExact(s.size(2, s.rank()));
        int[] order = new int[in * taps];
        int[] input = new int[in * taps];
        for (int t = 0, k = 0; t < taps; t++) {
            for (int i = 0; i < in; i++, k++) {
                order[k] = i * taps + t;
                input[k] = i;
            }
        }
        int[] base = new int[out];
        int[] inputBase = new int[out];
        for (int o = 0; o < out; o++) {
            base[o] = o * in * taps;
            inputBase[o] = (int) ((long) o * groups / out) * in;
        }
        return new WeightLayout(out, base, order, inputBase, input, perTensor ? -1 : 0);
    }

    private static WeightLayout convTranspose(Node node, Shape s, boolean perTensor) {
        int groups = Math.toIntExact(node.attributes().getInt("group", 1));
        int in = s.dim(0) / groups;
        int out = s.dim(1);
        int taps = Math.toIntExact(s.size(2, s.rank()));
        int[] order = new int[in * taps];
        int[] input = new int[in * taps];
        for (int t = 0, k = 0; t < taps; t++) {
            for (int i = 0; i < in; i++, k++) {
                order[k] = i * out * taps + t;
                input[k] = i;
            }
        }
        int[] base = new int[groups * out];
        int[] inputBase = new int[groups * out];
        for (int g = 0; g < groups; g++) {
            for (int o = 0; o < out; o++) {
                base[g * out + o] = (g * in * out + o) * taps;
                inputBase[g * out + o] = g * in;
            }
        }
        // The axis of the output channels is split over the groups: one scale per channel would
        // need an axis that the weight does not have.
        return new WeightLayout(
                groups * out, base, order, inputBase, input, perTensor || groups > 1 ? -1 : 1);
    }

    private static WeightLayout matMul(Shape s, boolean perTensor) {
        if (s.rank() == 1) {
            return matrix(s.dim(0), 1, false, true);
        }
        if (s.rank() == 2) {
            return matrix(s.dim(0), s.dim(1), false, perTensor);
        }
        // ONNX Runtime accepts scales per column here and fails when it runs.
        WeightLayout one = matrix(s.dim(-2), s.dim(-1), false, true);
        int batches = Math.toIntExact(s.size(0, s.rank() - 2));
        int[] base = new int[batches * one.channels];
        for (int b = 0; b < batches; b++) {
            for (int n = 0; n < one.channels; n++) {
                base[b * one.channels + n] = b * one.channels * one.depth() + n;
            }
        }
        return new WeightLayout(base.length, base, one.order, new int[base.length], one.input, -1);
    }

    private static WeightLayout matrix(
            int rows, int columns, boolean transposed, boolean perTensor) {
        int out = transposed ? rows : columns;
        int depth = transposed ? columns : rows;
        int[] order = new int[depth];
        int[] input = new int[depth];
        for (int k = 0; k < depth; k++) {
            order[k] = transposed ? k : k * columns;
            input[k] = k;
        }
        int[] base = new int[out];
        for (int o = 0; o < out; o++) {
            base[o] = transposed ? o * columns : o;
        }
        int axis = perTensor ? -1 : transposed ? 0 : 1;
        return new WeightLayout(out, base, order, new int[out], input, axis);
    }
}
