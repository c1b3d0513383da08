package io.jquant.operator.sequence;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.TensorSequence;
import io.jquant.tensor.ValueType;
import java.util.List;

/** SequenceEmpty: a sequence without elements. */
public final class SequenceEmpty implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, new ValueType.SequenceType(new ValueType.TensorType(type(node), null)));
    }

    private static ElementType type(NodeView node) {
        long code = node.attributes().getInt("dtype", ElementType.FLOAT.code());
        ElementType type = code == (int) code ? ElementType.ofCode((int) code) : null;
        if (type == null) {
            throw new IllegalArgumentException("dtype " + code + " is unknown");
        }
        return type;
    }

    @Override
    public void run(Invocation call) {
        call.forward(0, new TensorSequence(type(call), List.of()));
    }
}
