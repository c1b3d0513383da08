package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/** Size: the number of elements. */
public final class SizeOf implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.INT64, SymbolicShape.ofRank(0));
    }

    @Override
    public void run(Invocation call) {
        call.forward(0, Tensor.scalar(call.input(0).shape().size()));
    }
}
