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

/** SequenceConstruct: a sequence of the inputs. */
public final class SequenceConstruct implements Operator {
    @Override
    public void infer(Inference node) {
        ValueType element = node.inputType(0);
        for (int i = 1; i < node.inputCount(); i++) {
            element = TypeUnion.common(element, node.inputType(i));
        }
        if (element != null) {
            node.output(0, new ValueType.SequenceType(element));
        }
    }

    @Override
    public void run(Invocation call) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < call.inputCount(); i++) {
            tensors.add(call.input(i));
            if (tensors.get(i).type() != tensors.get(0).type()) {
                throw new IllegalArgumentException("the inputs are of several types");
            }
        }
        call.forward(0, new TensorSequence(tensors.get(0).type(), tensors));
    }
}
