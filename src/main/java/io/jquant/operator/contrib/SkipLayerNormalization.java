package io.jquant.operator.contrib;

import io.jquant.kernel.Normalize;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** SkipLayerNormalization: layer normalization of a sum of two tensors and a bias. */
public final class SkipLayerNormalization implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
        node.output(3, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor skip = call.input(1);
        int columns = in.rank() == 0 ? 0 : in.dim(-1);
        if (columns == 0 || skip.size() == 0 || in.size() % skip.size() != 0) {
            throw new IllegalArgumentException(skip.shape() + " is not added to " + in.shape());
        }
        float[] x = TensorNumbers.floats(in);
        float[] s = TensorNumbers.floats(skip);
        float[] scale = TensorNumbers.floats(call.input(2));
        float[] shift = call.optional(3) == null ? null : TensorNumbers.floats(call.input(3));
        float[] bias = call.optional(4) == null ? null : TensorNumbers.floats(call.input(4));
        float[] sum = new float[in.size()];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = x[i] + s[i % skip.size()] + (bias == null ? 0 : bias[i % columns]);
        }
        int rows = in.size() / columns;
        long[] dims = in.shape().toArray();
        dims[dims.length - 1] = 1;
        float[] means = moments(call, 1, dims);
        float[] factors = moments(call, 2, dims);
        float[] y = new float[sum.length];
        Normalize.layers(
                rows,
                columns,
                call.attributes().getFloat("epsilon", 1e-12f),
                sum,
                0,
                scale,
                0,
                shift,
                0,
                y,
                0,
                means,
                0,
                factors,
                0,
                call.workers());
        TensorNumbers.store(y, call.output(0, in.type(), in.shape()));
        if (call.hasOutput(3)) {
            TensorNumbers.store(sum, call.output(3, in.type(), in.shape()));
        }
    }

    private static float[] moments(Invocation call, int index, long[] dims) {
        return call.hasOutput(index)
                ? call.output(index, ElementType.FLOAT, Shape.of(dims)).floats()
                : null;
    }
}
