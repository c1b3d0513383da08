package io.jquant.operator.sequence;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.OptionalValue;
import io.jquant.tensor.ValueType;

/** Optional: its input as a value that might be absent, or nothing. */
public final class OptionalOf implements Operator {
    @Override
    public void infer(Inference node) {
        if (node.inputType(0) != null) {
            node.output(0, new ValueType.OptionalType(node.inputType(0)));
        }
    }

    @Override
    public void run(Invocation call) {
        call.forward(0, call.hasInput(0) ? new OptionalValue(call.value(0)) : OptionalValue.EMPTY);
    }
}
