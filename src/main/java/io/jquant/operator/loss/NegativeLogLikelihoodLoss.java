package io.jquant.operator.loss;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;

/** NegativeLogLikelihoodLoss: of logarithms of probabilities. */
public final class NegativeLogLikelihoodLoss implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), ClassLoss.infer(node, node));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        ClassLoss.run(call, in, TensorNumbers.doubles(in));
    }
}
