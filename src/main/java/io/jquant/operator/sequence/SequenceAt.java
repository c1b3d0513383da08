package io.jquant.operator.sequence;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.TensorSequence;

/** SequenceAt: one tensor of a sequence. */
public final class SequenceAt implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, Sequences.elementType(node, 0));
    }

    @Override
    public void run(Invocation call) {
        TensorSequence in = Sequences.input(call, 0);
        int size = in.tensors().size();
        call.forward(0, in.tensors().get(Sequences.place(call.input(1), size, size)));
    }
}
