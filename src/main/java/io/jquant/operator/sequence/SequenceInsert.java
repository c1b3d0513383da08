package io.jquant.operator.sequence;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.TypeUnion;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSequence;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** SequenceInsert: the sequence with one more tensor, at the end or at a place. */
public final class SequenceInsert implements Operator {
    @Override
    public void infer(Inference node) {
        ValueType element = TypeUnion.common(Sequences.elementType(node, 0), node.inputType(1));
        if (element != null) {
            node.output(0, new ValueType.SequenceType(element));
        }
    }

    @Override
    public void run(Invocation call) {
        TensorSequence in = Sequences.input(call, 0);
        Tensor t = call.input(1);
        int size = in.tensors().size();
        if (size > 0 && in.element() != t.type()) {
            throw new IllegalArgumentException(t.type() + " into a sequence of " + in.element());
        }
        Tensor position = call.optional(2);
        List<Tensor> out = new ArrayList<>(in.tensors());
        out.add(position == null ? size : Sequences.place(position, size + 1, size), t);
        call.forward(0, new TensorSequence(t.type(), out));
    }
}
