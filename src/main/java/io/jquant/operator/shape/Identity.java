package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;

/** Identity: hands its input on, whatever it is. */
public final class Identity implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        call.forward(0, call.value(0));
    }
}
