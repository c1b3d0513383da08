package io.jquant.operator.nn;

import io.jquant.kernel.PackedConv;
import io.jquant.kernel.Window;
import io.jquant.operator.FusedTail;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.common.Tails;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/** Conv, over any number of spatial axes. */
public final class Conv implements Operator {
    static int groups(NodeView node) {
        long groups = node.attributes().getInt("group", 1);
        if (groups < 1 || groups > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("group is " + groups);
        }
        return (int) groups;
    }

    @Override
    public void infer(Inference node) {
        check(node, node.shape(0), node.shape(1));
        node.output(0, node.elementType(0), shape(node, node.shape(1)));
    }

    /** Refuses groups and kernel sizes that contradict the shapes, as far as these are known. */
    private static void check(Inference node, SymbolicShape in, SymbolicShape weights) {
        int groups = groups(node);
        if (weights == null) {
            return;
        }
        long rows = weights.rank() < 3 ? -1 : weights.size(0);
        if (rows >= 0 && rows % groups != 0) {
            throw new IllegalArgumentException(rows + " output channels in " + groups + " groups");
        }
        boolean known =
                in != null
                        && in.rank() == weights.rank()
                        && in.rank() >= 3
                        && in.dim(1).isKnown()
                        && weights.dim(1).isKnown();
        if (known && in.size(1) != weights.size(1) * groups) {
            throw new IllegalArgumentException(
                    in.size(1) + " channels for weights " + weights + " in " + groups + " groups");
        }
        if (weights.rank() < 3 || (in != null && in.rank() != weights.rank())) {
            throw new IllegalArgumentException("input " + in + " and weights " + weights);
        }
        long[] kernel = node.attributes().getInts("kernel_shape");
        boolean fits = kernel == null || kernel.length == 0 || kernel.length == weights.rank() - 2;
        for (int i = 0; kernel != null && fits && i < kernel.length; i++) {
            fits = !weights.dim(i + 2).isKnown() || weights.size(i + 2) == kernel[i];
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "kernel_shape " + Arrays.toString(kernel) + " for weights " + weights);
        }
    }

    /** The output's shape for an input and weights as far as they are known. */
    static SymbolicShape shape(Inference node, SymbolicShape weights) {
        SymbolicShape in = node.shape(0);
        if (in == null) {
            return weights == null ? null : SymbolicShape.ofRank(weights.rank());
        }
        if (weights == null || weights.rank() < 3) {
            return SymbolicShape.ofRank(in.rank());
        }
        int[] kernel = new int[weights.rank() - 2];
        for (int i = 0; i < kernel.length; i++) {
            if (!weights.dim(i + 2).isKnown()) {
                return SymbolicShape.ofRank(in.rank());
            }
            kernel[i] = Math.toIntExact(weights.size(i + 2));
        }
        return WindowSpec.of(node, kernel).infer(in, weights.dim(0));
    }

    @Override
    public Object prepare(Preparation node) {
        Tensor w = node.constant(1);
        return w == null || w.type() != ElementType.FLOAT || w.rank() < 3 || w.size() == 0
                ? null
                : pack(w, groups(node));
    }

    private static PackedConv pack(Tensor w, int groups) {
        return PackedConv.of(
                TensorNumbers.floats(w),
                0,
                w.dim(0),
                w.dim(1),
                groups,
                WindowSpec.spatial(w.shape()));
    }

    @Override
    public boolean fuses(FusedTail.Activation activation) {
        return true;
    }

    @Override
    public boolean fusesResidual() {
        return true;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor w = call.input(1);
        Tensor bias = call.optional(2);
        int groups = groups(call);
        Window window = window(call, in.shape(), w.shape(), groups);
        Tensor out = call.output(0, in.type(), outputShape(in, w.dim(0), window.out()));
        if (in.type() == ElementType.DOUBLE) {
            PlainConv.reals(call.workers(), window, groups, in, w, bias, out);
            return;
        }
        PackedConv packed =
                call.prepared() instanceof PackedConv p
                        ? p
                        : w.size() == 0 ? null : pack(w, groups);
        float[] y = out.storage() instanceof float[] f ? f : new float[out.size()];
        float[] b = bias == null ? null : TensorNumbers.floats(bias);
        if (packed == null || in.size() == 0) {
            Arrays.fill(y, 0, out.size(), 0);
        } else {
            packed.run(
                    in.dim(0),
                    window,
                    TensorNumbers.floats(in),
                    0,
                    y,
                    0,
                    Tails.perRow(b, call.tail()),
                    call.workers());
        }
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }

    /** The window, for shapes that are known to fit. */
    static Window window(NodeView node, Shape in, Shape w, int groups) {
        if (w.rank() < 3
                || in.rank() != w.rank()
                || (long) w.dim(1) * groups != in.dim(1)
                || w.dim(0) % groups != 0) {
            throw new IllegalArgumentException(
                    "input " + in + " does not fit weights " + w + " in " + groups + " groups");
        }
        return WindowSpec.of(node, WindowSpec.spatial(w)).window(WindowSpec.spatial(in));
    }

    static Shape outputShape(Tensor in, int channels, int[] out) {
        long[] dims = new long[out.length + 2];
        dims[0] = in.dim(0);
        dims[1] = channels;
        for (int i = 0; i < out.length; i++) {
            dims[i + 2] = out[i];
        }
        return Shape.of(dims);
    }
}
