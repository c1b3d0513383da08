package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.List;

/** Resize, and Upsample as it was called before opset 10. */
public final class Resize implements Operator {
    /** Are the scales an empty tensor that stands in front of the sizes? */
    private static boolean isPlaceholder(Tensor scales, Inference node) {
        return scales.size() == 0 && node.hasInput(ResizeRequest.sizesAt(node));
    }

    @Override
    public void infer(Inference node) {
        ResizeRequest.options(node); // complains about what is no mode
        SymbolicShape in = node.shape(0);
        SymbolicShape out = null;
        if (in != null) {
            Tensor scales = node.constant(ResizeRequest.scalesAt(node));
            Tensor sizes = node.constant(ResizeRequest.sizesAt(node));
            boolean byAttribute = !node.hasInput(1) && node.opset() < 10;
            ResizeRequest request =
                    (scales != null && !isPlaceholder(scales, node)) || sizes != null || byAttribute
                            ? ResizeRequest.of(node, in.rank(), null, scales, sizes)
                            : null;
            List<Dimension> dims = new ArrayList<>();
            for (int i = 0; i < in.rank(); i++) {
                dims.add(
                        request == null
                                ? Dimension.UNKNOWN
                                : in.dim(i).isKnown()
                                        ? request.outputSize(in, i)
                                        : request.keeps(i) ? in.dim(i) : Dimension.UNKNOWN);
            }
            out = new SymbolicShape(dims);
        }
        node.output(0, node.elementType(0), out);
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor roi = call.opset() >= 11 && call.inputCount() > 1 ? call.optional(1) : null;
        ResizeRequest request =
                ResizeRequest.of(
                        call,
                        in.rank(),
                        roi,
                        call.optional(ResizeRequest.scalesAt(call)),
                        call.optional(ResizeRequest.sizesAt(call)));
        List<ResizeAxis> axes = request.axes(in.shape());
        Interpolation.Options options = ResizeRequest.options(call);
        long[] dims = new long[in.rank()];
        boolean identity = true;
        for (int i = 0; i < dims.length; i++) {
            dims[i] = axes.get(i).out();
            identity &= axes.get(i).isIdentity(options.coordinates());
        }
        Shape shape = Shape.of(dims);
        if (identity) {
            call.forward(0, in);
            return;
        }
        Tensor out = call.output(0, in.type(), shape);
        if (out.size() == 0) {
            return;
        }
        new Resampler(call, axes, options).run(in, out);
    }

    /** For element types without fractions: cut, as ONNX Runtime does. */
    static void store(float[] values, Tensor out) {
        if (out.type().isFloatingPoint()) {
            TensorNumbers.store(values, out);
        } else {
            long[] whole = new long[out.size()];
            for (int i = 0; i < whole.length; i++) {
                whole[i] = (long) values[i];
            }
            TensorNumbers.store(whole, out);
        }
    }
}
