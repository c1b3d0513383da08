package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;

/**
 * A Conv, ConvTranspose, Gemm or MatMul with constant weights, seen as a matrix for each group:
 * what its output channels and its input channels are multiplied with.
 */
final class LinearNode {
    private final Node node;
    private final Tensor weights;
    private final Tensor bias;
    private final int rank;
    private final int groups;
    private final boolean transposed;

    private LinearNode(
            Node node, Tensor weights, Tensor bias, int rank, int groups, boolean transposed) {
        this.node = node;
        this.weights = weights;
        this.bias = bias;
        this.rank = rank;
        this.groups = groups;
        this.transposed = transposed;
    }

    /** The node seen so; null when it is another operator or its weights are no constants. */
    static LinearNode of(Node n, Workspace work) {
        if (n == null || !n.domain().isEmpty() || n.outputs().size() != 1) {
            return null;
        }
        return switch (n.opType()) {
            case "Conv", "ConvTranspose" -> convolution(n, work);
            case "Gemm" -> gemm(n, work);
            case "MatMul" -> matMul(n, work);
            default -> null;
        };
    }

    private static LinearNode convolution(Node n, Workspace work) {
        Tensor bias = work.constant(n.input(2));
        if (!work.isFloatConstant(n.input(1)) || (n.input(2) != null && bias == null)) {
            return null;
        }
        Tensor w = work.constant(n.input(1));
        long groups = n.attributes().getInt("group", 1);
        boolean transposed = n.is("ConvTranspose");
        if (w.rank() < 3 || groups < 1 || w.dim(0) % groups != 0) {
            return null;
        }
        LinearNode l = new LinearNode(n, w, bias, w.rank(), (int) groups, transposed);
        return bias == null || (bias.rank() == 1 && bias.size() == l.outputs()) ? l : null;
    }

    private static LinearNode gemm(Node n, Workspace work) {
        Tensor c = work.constant(n.input(2));
        if (!work.isFloatConstant(n.input(1)) || (n.input(2) != null && c == null)) {
            return null;
        }
        Tensor w = work.constant(n.input(1));
        boolean transposed = !n.attributes().getBoolean("transB", false);
        LinearNode l = new LinearNode(n, w, c, 2, 1, transposed);
        return w.rank() == 2 && (c == null || ChannelAffine.alongAxis(c, 2, 1) != null) ? l : null;
    }

    private static LinearNode matMul(Node n, Workspace work) {
        int rank = work.facts().rank(n.input(0));
        if (!work.isFloatConstant(n.input(1)) || rank < 2) {
            return null;
        }
        Tensor w = work.constant(n.input(1));
        return w.rank() == 2 ? new LinearNode(n, w, null, rank, 1, true) : null;
    }

    /** Rank of the output. */
    int rank() {
        return rank;
    }

    /** The axis of input and output along which the channels lie. */
    int channelAxis() {
        return isMatrix() ? rank - 1 : 1;
    }

    private boolean isMatrix() {
        return node.is("Gemm") || node.is("MatMul");
    }

    /** Can values be added to each output channel? */
    boolean takesBias() {
        return !node.is("MatMul");
    }

    /** Number of output channels. */
    int outputs() {
        return transposed ? weights.dim(1) * groups : weights.dim(0);
    }

    /** Number of input channels. */
    int inputs() {
        return transposed ? weights.dim(0) : weights.dim(1) * groups;
    }

    ElementType type() {
        return weights.type();
    }

    private int kernelSize() {
        return Math.toIntExact(weights.shape().size(2, weights.rank()));
    }

    private double[] biases() {
        double[] out = new double[outputs()];
        if (bias != null) {
            double beta = node.is("Gemm") ? node.attributes().getFloat("beta", 1) : 1;
            double[] given = Doubles.of(bias);
            for (int i = 0; i < out.length; i++) {
                out[i] = beta * given[given.length == 1 ? 0 : i];
            }
        }
        return out;
    }

    /**
     * Applies scale and shift to the output channels.
     *
     * @return false when the weights would leave the range of their type
     */
    boolean scaleOutputs(ChannelAffine a) {
        double[] w = Doubles.of(weights);
        double[] b = biases();
        for (int o = 0; o < b.length; o++) {
            b[o] = b[o] * a.scale(o) + a.shift(o);
        }
        int k = kernelSize();
        for (int at = 0, block = 0; at < w.length; at += k, block++) {
            double scale = a.scale(output(block));
            for (int j = at; j < at + k; j++) {
                w[j] *= scale;
            }
        }
        return write(a.isScaling() ? w : null, bias != null || a.isShifting() ? b : null);
    }

    /**
     * Applies scale and shift to the input channels; the caller makes sure that a shift reaches
     * every weight of the kernel everywhere (no padding).
     *
     * @return false when the weights would leave the range of their type
     */
    boolean scaleInputs(ChannelAffine a) {
        double[] w = Doubles.of(weights);
        double[] b = biases();
        double alpha = node.is("Gemm") ? node.attributes().getFloat("alpha", 1) : 1;
        int k = kernelSize();
        for (int at = 0, block = 0; at < w.length; at += k, block++) {
            int o = output(block);
            int i = input(block);
            double scale = a.scale(i);
            double shift = a.shift(i);
            for (int j = at; j < at + k; j++) {
                b[o] += alpha * w[j] * shift;
                w[j] *= scale;
            }
        }
        return write(a.isScaling() ? w : null, bias != null || a.isShifting() ? b : null);
    }

    /** The output channel that a block of weights leads to, the kernel of two channels each. */
    private int output(int block) {
        if (!transposed) {
            return block / (inputs() / groups);
        }
        int outGroup = outputs() / groups;
        return block / outGroup / (inputs() / groups) * outGroup + block % outGroup;
    }

    /** The input channel that a block of weights leads from. */
    private int input(int block) {
        int inGroup = inputs() / groups;
        int outGroup = outputs() / groups;
        return transposed
                ? block / outGroup
                : block / inGroup / outGroup * inGroup + block % inGroup;
    }

    private boolean write(double[] w, double[] b) {
        if ((w != null && !Doubles.areFinite(type(), w))
                || (b != null && !Doubles.areFinite(type(), b))) {
            return false;
        }
        if (w != null) {
            Rewrites.setConstant(node, 1, Doubles.tensor(type(), weights.shape(), w), "weight");
        }
        if (b != null) {
            Value old = node.input(2);
            String base = old == null ? node.input(1).name() + "_bias" : old.name();
            Tensor t = Doubles.tensor(type(), Shape.of(b.length), b);
            Rewrites.setConstant(node, 2, t, base);
            if (node.is("Gemm")) {
                node.attributes().set(Attribute.of("beta", 1f));
            }
        }
        return true;
    }
}
