package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;

/** CastLike: a Cast to the type of another tensor. */
public final class CastLike implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(1), node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Cast.convert(call, call.input(1).type());
    }
}
