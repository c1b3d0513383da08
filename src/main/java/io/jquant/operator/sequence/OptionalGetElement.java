package io.jquant.operator.sequence;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.OptionalValue;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.ValueType;

/** OptionalGetElement: what an optional value holds; since opset 18 any other value as it is. */
public final class OptionalGetElement implements Operator {
    @Override
    public void infer(Inference node) {
        ValueType in = node.inputType(0);
        node.output(0, in instanceof ValueType.OptionalType o ? o.element() : in);
    }

    @Override
    public void run(Invocation call) {
        RuntimeValue content = OptionalValue.contentOf(call.value(0));
        if (content == null) {
            throw new IllegalArgumentException("the optional value is absent");
        }
        call.forward(0, content);
    }
}
