package io.jquant.operator.nn;

import io.jquant.kernel.LocalResponse;
import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** LRN: divides by a power of the mean square over neighbouring channels. */
public final class Lrn implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Shape s = in.shape();
        if (s.rank() < 2) {
            throw new IllegalArgumentException("input " + s + " has no channels");
        }
        int size = Math.toIntExact(call.attributes().requireInt("size"));
        float alpha = call.attributes().getFloat("alpha", 1e-4f);
        float beta = call.attributes().getFloat("beta", 0.75f);
        float bias = call.attributes().getFloat("bias", 1);
        int plane = (int) s.size(2, s.rank());
        Tensor out = call.output(0, in.type(), s);
        float[] y = out.storage() instanceof float[] f ? f : new float[in.size()];
        LocalResponse.run(
                s.dim(0),
                s.dim(1),
                plane,
                size,
                alpha,
                beta,
                bias,
                TensorNumbers.floats(in),
                0,
                y,
                0,
                call.workers());
        if (y != out.storage()) {
            TensorNumbers.store(y, out);
        }
    }
}
