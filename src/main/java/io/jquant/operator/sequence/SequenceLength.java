package io.jquant.operator.sequence;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/** SequenceLength: how many tensors a sequence has. */
public final class SequenceLength implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.INT64, SymbolicShape.of());
    }

    @Override
    public void run(Invocation call) {
        call.forward(0, Tensor.scalar((long) Sequences.input(call, 0).tensors().size()));
    }
}
