package io.jquant.operator.sequence;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.OptionalValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;

/** OptionalHasElement: is a value there? */
public final class OptionalHasElement implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, ElementType.BOOL, SymbolicShape.of());
    }

    @Override
    public void run(Invocation call) {
        boolean there = OptionalValue.contentOf(call.value(0)) != null;
        call.output(0, ElementType.BOOL, Shape.SCALAR).bytes()[0] = (byte) (there ? 1 : 0);
    }
}
