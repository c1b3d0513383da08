package io.jquant.operator.nn;

import io.jquant.kernel.Ending;
import io.jquant.kernel.Gemm;
import io.jquant.kernel.PackedLeft;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.Preparation;
import io.jquant.operator.common.Axes;
import io.jquant.operator.common.Chunks;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ConvTranspose: every element of the input spreads the kernel over the output. A product of
 * matrices gives what each input pixel sends to each place of the kernel; these are then added up
 * where they fall together.
 */
public final class ConvTranspose implements Operator {
    /** Stands for a size that is not known while others are computed; large enough for any pads. */
    private static final int ANY_SIZE = 1 << 16;

    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        SymbolicShape w = node.shape(1);
        SymbolicShape out = in == null ? null : SymbolicShape.ofRank(in.rank());
        if (w != null && (w.rank() < 3 || (in != null && in.rank() != w.rank()))) {
            throw new IllegalArgumentException("input " + in + " and weights " + w);
        }
        if (in != null && w != null) {
            List<Dimension> dims = new ArrayList<>();
            dims.add(in.dim(0));
            dims.add(
                    w.dim(1).isKnown()
                            ? Dimension.of(w.size(1) * Conv.groups(node))
                            : Dimension.UNKNOWN);
            boolean known = true;
            for (int i = 2; i < in.rank(); i++) {
                known &= w.dim(i).isKnown();
            }
            for (int i = 2; i < in.rank(); i++) {
                dims.add(Dimension.UNKNOWN);
            }
            if (known) {
                int[] kernel = new int[in.rank() - 2];
                for (int i = 0; i < kernel.length; i++) {
                    kernel[i] = Math.toIntExact(w.size(i + 2));
                }
                int[] sizes = new int[kernel.length];
                for (int i = 0; i < kernel.length; i++) {
                    sizes[i] = in.dim(i + 2).isKnown() ? Math.toIntExact(in.size(i + 2)) : ANY_SIZE;
                }
                Spread s = Spread.of(node, sizes, kernel);
                for (int i = 0; i < kernel.length; i++) {
                    if (in.dim(i + 2).isKnown()) {
                        dims.set(i + 2, Dimension.of(s.out()[i]));
                    }
                }
            }
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public Object prepare(Preparation node) {
        Tensor w = node.constant(1);
        return w == null || w.type() != ElementType.FLOAT || w.rank() < 3 || w.size() == 0
                ? null
                : pack(w, Conv.groups(node));
    }

    /** For each group the matrix (output channel · place of the kernel) × (input channel). */
    private static PackedLeft[] pack(Tensor w, int groups) {
        int perGroup = w.dim(0) / groups;
        int rows = w.size() / w.dim(0);
        float[] values = TensorNumbers.floats(w);
        PackedLeft[] out = new PackedLeft[groups];
        for (int g = 0; g < groups; g++) {
            out[g] = PackedLeft.of(rows, perGroup, values, g * perGroup * rows, 1, rows);
        }
        return out;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor w = call.input(1);
        Tensor bias = call.optional(2);
        int groups = Conv.groups(call);
        if (w.rank() < 3
                || in.rank() != w.rank()
                || w.dim(0) != in.dim(1)
                || w.dim(0) % groups != 0) {
            throw new IllegalArgumentException(
                    "input "
                            + in.shape()
                            + " does not fit weights "
                            + w.shape()
                            + " in "
                            + groups
                            + " groups");
        }
        Spread spread =
                Spread.of(call, WindowSpec.spatial(in.shape()), WindowSpec.spatial(w.shape()));
        int channels = w.dim(1) * groups;
        Tensor out = call.output(0, in.type(), Conv.outputShape(in, channels, spread.out()));
        float[] y = out.storage() instanceof float[] f ? f : new float[out.size()];
        float[] b = bias == null ? null : TensorNumbers.floats(bias);
        int plane = Axes.product(spread.out());
        for (int c = 0; c < in.dim(0) * channels; c++) {
            Arrays.fill(y, c * plane, (c + 1) * plane, b == null ? 0 : b[c % channels]);
        }
        if (in.size() > 0 && w.size() > 0) {
            PackedLeft[] packed = call.prepared() instanceof PackedLeft[] p ? p : pack(w, groups);
            multiply(call, in, w.dim(1), groups, packed, spread, y);
        }
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }

    private static void multiply(
            Invocation call,
            Tensor in,
            int outPerGroup,
            int groups,
            PackedLeft[] packed,
            Spread spread,
            float[] y) {
        float[] x = TensorNumbers.floats(in);
        int places = Axes.product(spread.kernel());
        int pixels = Axes.product(spread.in());
        int plane = Axes.product(spread.out());
        int inPerGroup = in.dim(1) / groups;
        float[] sent = call.scratch(Math.multiplyExact(outPerGroup * places, pixels));
        for (int i = 0; i < in.dim(0) * groups; i++) {
            Gemm.multiply(
                    packed[i % groups],
                    pixels,
                    x,
                    i * inPerGroup * pixels,
                    pixels,
                    1,
                    sent,
                    0,
                    pixels,
                    Ending.PLAIN,
                    call.workers());
            int first = i * outPerGroup;
            Chunks.forEach(
                    call.workers(),
                    outPerGroup,
                    (long) places * pixels,
                    (a, b) -> {
                        for (int c = a; c < b; c++) {
                            spread.add(sent, c * places * pixels, y, (first + c) * plane);
                        }
                    });
        }
    }
}
