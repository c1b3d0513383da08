package io.jquant.operator.sequence;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSequence;
import java.util.ArrayList;
import java.util.List;

/** SequenceErase: the sequence without its last tensor, or without one at a place. */
public final class SequenceErase implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        TensorSequence in = Sequences.input(call, 0);
        int size = in.tensors().size();
        Tensor position = call.hasInput(1) ? call.input(1) : Tensor.scalar(-1L);
        List<Tensor> out = new ArrayList<>(in.tensors());
        out.remove(Sequences.place(position, size, size));
        call.forward(0, new TensorSequence(in.element(), out));
    }
}
