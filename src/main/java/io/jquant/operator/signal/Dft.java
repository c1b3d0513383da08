package io.jquant.operator.signal;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.List;

/**
 * DFT: the Fourier transform along an axis. Complex numbers lie along the last axis, of size 2;
 * size 1 means real numbers. The axis is an attribute before opset 20, an input since.
 */
public final class Dft implements Operator {
    private static final int AXIS_INPUT_SINCE = 20;

    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null && in.rank() >= 2) {
            List<Dimension> dims = Arguments.dims(in);
            boolean real = inverse(node) && oneSided(node);
            dims.set(in.rank() - 1, Dimension.of(real ? 1 : 2));
            if (Arguments.isKnown(node, 2) && Arguments.isKnown(node, 1)) {
                int axis = axis(node, node.constant(2), in.rank());
                Tensor length = node.constant(1);
                long size = in.size(axis);
                dims.set(
                        axis,
                        size < 0 && length == null
                                ? oneSided(node) ? Dimension.UNKNOWN : in.dim(axis)
                                : Dimension.of(resultSize(node, transformed(node, size, length))));
            } else {
                dims.replaceAll(d -> Dimension.UNKNOWN);
                dims.set(in.rank() - 1, Dimension.of(real ? 1 : 2));
            }
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    private static boolean inverse(NodeView node) {
        return node.attributes().getBoolean("inverse", false);
    }

    private static boolean oneSided(NodeView node) {
        return node.attributes().getBoolean("onesided", false);
    }

    private static int axis(NodeView node, Tensor given, int rank) {
        long axis =
                node.opset() < AXIS_INPUT_SINCE
                        ? node.attributes().getInt("axis", 1)
                        : given == null ? -2 : given.longAt(0);
        int out = Axes.normalize(axis, rank);
        if (out == rank - 1) {
            throw new IllegalArgumentException("axis " + axis + " is that of the complex numbers");
        }
        return out;
    }

    /** How many numbers the full transform has. */
    private static long transformed(NodeView node, long size, Tensor length) {
        if (length != null) {
            if (length.longAt(0) < 1) {
                throw new IllegalArgumentException("dft_length is " + length.longAt(0));
            }
            return length.longAt(0);
        }
        return inverse(node) && oneSided(node) ? 2 * (size - 1) : size;
    }

    private static long resultSize(NodeView node, long length) {
        return oneSided(node) && !inverse(node) ? length / 2 + 1 : length;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int rank = in.rank();
        if (rank < 2 || in.dim(-1) < 1 || in.dim(-1) > 2) {
            throw new IllegalArgumentException(
                    "the last axis of " + in.shape() + " holds neither real nor complex numbers");
        }
        int axis = axis(call, call.optional(2), rank);
        boolean inverse = inverse(call);
        boolean half = inverse && oneSided(call);
        int given = in.dim(axis);
        int n = Math.toIntExact(transformed(call, given, call.optional(1)));
        int kept = Math.toIntExact(resultSize(call, n));
        int parts = half ? 1 : 2;
        Tensor out =
                call.output(0, in.type(), in.shape().withDim(axis, kept).withDim(rank - 1, parts));
        int width = in.dim(-1);
        int inner = (int) in.shape().size(axis + 1, rank - 1);
        int outer = (int) in.shape().size(0, axis);
        double[] x = TensorNumbers.doubles(in);
        double[] y = new double[out.size()];
        FourierTransform transform = new FourierTransform(n, inverse);
        Chunks.forEach(
                call.workers(),
                outer * inner,
                16L * n,
                (from, to) -> {
                    double[] re = new double[n];
                    double[] im = new double[n];
                    double[] outRe = new double[n];
                    double[] outIm = new double[n];
                    for (int r = from; r < to; r++) {
                        int o = r / inner;
                        int i = r % inner;
                        for (int k = 0; k < n; k++) {
                            // the missing half of a real signal's spectrum mirrors the given one
                            boolean mirrored = half && k > n / 2;
                            int at = mirrored ? n - k : k;
                            boolean there = at < given;
                            int p = ((o * given + at) * inner + i) * width;
                            re[k] = there ? x[p] : 0;
                            double v = there && width == 2 ? x[p + 1] : 0;
                            im[k] = mirrored ? -v : v;
                        }
                        transform.run(re, im, outRe, outIm);
                        double by = inverse ? n : 1;
                        for (int k = 0; k < kept; k++) {
                            int p = ((o * kept + k) * inner + i) * parts;
                            y[p] = outRe[k] / by;
                            if (parts == 2) {
                                y[p + 1] = outIm[k] / by;
                            }
                        }
                    }
                });
        TensorNumbers.store(y, out);
    }
}
