package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.Arrays;

/** Dropout: hands its input on, as models are not trained here; a mask keeps everything. */
public final class Dropout implements Operator {
    private static final int MASK_IS_BOOL_SINCE = 10;

    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
        node.output(
                1,
                node.opset() < MASK_IS_BOOL_SINCE ? node.elementType(0) : ElementType.BOOL,
                node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor training = call.optional(2);
        if (training != null && training.longAt(0) != 0) {
            Tensor ratio = call.optional(1);
            if (ratio == null || TensorNumbers.floatAt(ratio, 0) != 0) {
                throw new IllegalArgumentException("training mode is not supported");
            }
        }
        call.forward(0, in);
        if (!call.hasOutput(1)) {
            return;
        }
        if (call.opset() >= MASK_IS_BOOL_SINCE) {
            byte[] mask = call.output(1, ElementType.BOOL, in.shape()).bytes();
            Arrays.fill(mask, 0, in.size(), (byte) 1);
        } else {
            float[] ones = new float[in.size()];
            Arrays.fill(ones, 1);
            TensorNumbers.store(ones, call.output(1, in.type(), in.shape()));
        }
    }
}
