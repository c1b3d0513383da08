package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Arguments;
import io.jquant.operator.common.Storages;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;

/** ConstantOfShape: a tensor of the asked shape, filled with one value. */
public final class ConstantOfShape implements Operator {
    @Override
    public void infer(Inference node) {
        Tensor value = node.attributes().getTensor("value");
        node.output(0, value == null ? ElementType.FLOAT : value.type(), Expand.target(node, 0));
    }

    @Override
    public void run(Invocation call) {
        Tensor value = call.attributes().getTensor("value");
        ElementType type = value == null ? ElementType.FLOAT : value.type();
        Tensor out = call.output(0, type, Shape.of(Arguments.ints(call, 0, "shape")));
        if (value == null) {
            Storages.zero(type, out.storage(), 0, out.size());
        } else {
            Storages.fill(out.storage(), 0, out.size(), value.storage(), 0);
        }
    }
}
