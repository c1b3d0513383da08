package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Col2Im: adds up the columns that a sliding window has taken from an image. */
public final class Col2Im implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape in = node.shape(0);
        Tensor image = node.constant(1);
        Tensor block = node.constant(2);
        SymbolicShape out = null;
        if (image != null) {
            List<Dimension> dims = new ArrayList<>();
            dims.add(in == null ? Dimension.UNKNOWN : in.dim(0));
            boolean known = in != null && in.rank() == 3 && in.size(1) >= 0 && block != null;
            dims.add(
                    known
                            ? Dimension.of(in.size(1) / blockSize(block.toInts()))
                            : Dimension.UNKNOWN);
            for (long d : image.toLongs()) {
                dims.add(Dimension.of(d));
            }
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    private static int blockSize(int[] block) {
        int n = Axes.product(block);
        if (n < 1) {
            throw new IllegalArgumentException("the block is " + Arrays.toString(block));
        }
        return n;
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        int[] image = call.input(1).toInts();
        int[] block = call.input(2).toInts();
        WindowSpec spec = spec(call, image, block);
        int[] steps = spec.out(image);
        int blockSize = blockSize(block);
        int columns = Axes.product(steps);
        if (in.rank() != 3 || in.dim(1) % blockSize != 0 || in.dim(2) != columns) {
            throw new IllegalArgumentException(
                    "input "
                            + in.shape()
                            + " does not fit blocks "
                            + Arrays.toString(block)
                            + " at "
                            + columns
                            + " places");
        }
        int channels = in.dim(1) / blockSize;
        long[] dims = new long[image.length + 2];
        dims[0] = in.dim(0);
        dims[1] = channels;
        for (int i = 0; i < image.length; i++) {
            dims[i + 2] = image[i];
        }
        Tensor out = call.output(0, in.type(), Shape.of(dims));
        double[] x = TensorNumbers.doubles(in);
        double[] y = new double[out.size()];
        int plane = Axes.product(image);
        for (int c = 0; c < in.dim(0) * channels; c++) {
            for (int b = 0; b < blockSize; b++) {
                for (int column = 0; column < columns; column++) {
                    int at = place(spec, image, block, steps, b, column);
                    if (at >= 0) {
                        y[c * plane + at] += x[(c * blockSize + b) * columns + column];
                    }
                }
            }
        }
        TensorNumbers.store(y, out);
    }

    private static WindowSpec spec(NodeView node, int[] image, int[] block) {
        if (image.length != block.length) {
            throw new IllegalArgumentException(
                    "image_shape and block_shape do not have the same length");
        }
        return WindowSpec.of(node, block);
    }

    /** Where in the image an element of a block lies, or -1 when it lies in the padding. */
    private static int place(
            WindowSpec spec, int[] image, int[] block, int[] steps, int inBlock, int column) {
        int out = 0;
        int stride = 1;
        int b = inBlock;
        int c = column;
        for (int i = image.length - 1; i >= 0; i--) {
            int at =
                    c % steps[i] * spec.strides()[i]
                            + b % block[i] * spec.dilations()[i]
                            - spec.before()[i];
            if (at < 0 || at >= image[i]) {
                return -1;
            }
            out += at * stride;
            stride *= image[i];
            b /= block[i];
            c /= steps[i];
        }
        return out;
    }
}
