package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** SwiGLU: a · sigmoid(alpha · a) · b. */
public final class SwiGlu implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor a = call.input(0);
        Tensor b = call.input(1);
        if (!a.shape().equals(b.shape())) {
            throw new IllegalArgumentException(a.shape() + " and " + b.shape() + " differ");
        }
        double alpha = call.attributes().getFloat("alpha", 1);
        double[] gates = TensorNumbers.doubles(a);
        double[] values = TensorNumbers.doubles(b);
        double[] y = new double[a.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = gates[i] * ActivationFunctions.sigmoid(alpha * gates[i]) * values[i];
        }
        TensorNumbers.store(y, call.output(0, a.type(), a.shape()));
    }
}
