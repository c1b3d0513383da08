package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A node that computes scale · x + shift with a constant scale and shift for each channel.
 *
 * @param data the input x
 * @param scale for each channel, or one for all
 * @param shift for each channel, or one for all
 */
record ChannelAffine(Value data, double[] scale, double[] shift) {

    /** The number of channels when they are told apart, else 1. */
    int channels() {
        return Math.max(scale.length, shift.length);
    }

    double scale(int channel) {
        return scale[scale.length == 1 ? 0 : channel];
    }

    double shift(int channel) {
        return shift[shift.length == 1 ? 0 : channel];
    }

    boolean isShifting() {
        return Arrays.stream(shift).anyMatch(s -> s != 0);
    }

    boolean isScaling() {
        return Arrays.stream(scale).anyMatch(s -> s != 1);
    }

    private boolean isFinite() {
        return Arrays.stream(scale).allMatch(Double::isFinite)
                && Arrays.stream(shift).allMatch(Double::isFinite);
    }

    /**
     * Reads a BatchNormalization, Add, Sub, Mul, Div or Neg.
     *
     * @param rank of the tensor x
     * @param axis of x that the channels are to lie along
     * @return null when the node is none, or its constants vary along another axis
     */
    static ChannelAffine of(Node n, int rank, int axis, Workspace work) {
        if (!n.domain().isEmpty() || rank < 1) {
            return null;
        }
        ChannelAffine a =
                switch (n.opType()) {
                    case "BatchNormalization" -> axis == 1 ? batchNormalization(n, work) : null;
                    case "Neg" -> new ChannelAffine(n.input(0), one(-1), one(0));
                    case "Add", "Sub", "Mul", "Div" -> elementwise(n, rank, axis, work);
                    default -> null;
                };
        return a == null || !a.isFinite() ? null : a;
    }

    private static double[] one(double value) {
        return new double[] {value};
    }

    /**
     * Scale and shift of a BatchNormalization (ONNX: (x - mean) / sqrt(var + epsilon) · scale + B).
     */
    static ChannelAffine batchNormalization(Node n, Workspace work) {
        Attributes a = n.attributes();
        if (a.getBoolean("training_mode", false)
                || a.getInt("spatial", 1) != 1
                || !Rewrites.onlyFirstOutputIsRead(n)) {
            return null;
        }
        double[][] p = new double[4][];
        for (int i = 0; i < 4; i++) {
            if (!work.isFloatConstant(n.input(i + 1))) {
                return null;
            }
            p[i] = Doubles.of(work.constant(n.input(i + 1)));
            if (p[i].length != p[0].length) {
                return null;
            }
        }
        double epsilon = a.getFloat("epsilon", 1e-5f);
        double[] scale = new double[p[0].length];
        double[] shift = new double[scale.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = p[0][c] / Math.sqrt(p[3][c] + epsilon);
            shift[c] = p[1][c] - p[2][c] * scale[c];
        }
        return new ChannelAffine(n.input(0), scale, shift);
    }

    private static ChannelAffine elementwise(Node n, int rank, int axis, Workspace work) {
        int constant = work.isFloatConstant(n.input(1)) ? 1 : 0;
        if (n.inputs().size() != 2 || !work.isFloatConstant(n.input(constant))) {
            return null;
        }
        double[] k = alongAxis(work.constant(n.input(constant)), rank, axis);
        Value x = n.input(1 - constant);
        if (k == null || work.isFloatConstant(x)) {
            return null;
        }
        boolean second = constant == 1;
        return switch (n.opType()) {
            case "Add" -> new ChannelAffine(x, one(1), k);
            case "Mul" -> new ChannelAffine(x, k, one(0));
            case "Sub" ->
                    second
                            ? new ChannelAffine(x, one(1), map(k, v -> -v))
                            : new ChannelAffine(x, one(-1), k);
            case "Div" -> second ? new ChannelAffine(x, map(k, v -> 1 / v), one(0)) : null;
            default -> null;
        };
    }

    private static double[] map(double[] values, DoubleUnaryOperator f) {
        return Arrays.stream(values).map(f).toArray();
    }

    /**
     * The elements of a constant that is broadcast to a tensor, when it varies along one axis only
     * and does not make the tensor larger; else null.
     */
    static double[] alongAxis(Tensor t, int rank, int axis) {
        if (t.rank() > rank || t.size() == 0) {
            return null;
        }
        for (int i = 0; i < t.rank(); i++) {
            if (i + rank - t.rank() != axis && t.dim(i) != 1) {
                return null;
            }
        }
        return Doubles.of(t);
    }

    /** The shape in which values for each channel are broadcast to a tensor. */
    static Shape shapeAlong(int rank, int axis, int channels) {
        long[] dims = new long[rank - axis];
        Arrays.fill(dims, 1);
        dims[0] = channels;
        return Shape.of(dims);
    }

    /** The shifts as a constant to add. */
    Tensor shiftTensor(ElementType type, int rank, int axis, int channels) {
        double[] values = new double[channels];
        for (int c = 0; c < channels; c++) {
            values[c] = shift(c);
        }
        return Doubles.tensor(type, shapeAlong(rank, axis, channels), values);
    }
}
