package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.tensor.Tensor;

/** ScatterElements, and Scatter as it was called before: every update goes to one element. */
public final class Scatter implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor indices = call.input(1);
        Tensor updates = call.input(2);
        int axis = Axes.normalize(call.attributes().getInt("axis", 0), in.rank());
        if (!updates.shape().equals(indices.shape())) {
            throw new IllegalArgumentException(
                    "updates " + updates.shape() + " do not fit indices " + indices.shape());
        }
        int[] targets = GatherElements.positions(in, indices, axis);
        Tensor out = copyOfInput(call);
        String reduction = call.attributes().getString("reduction", "none");
        Reduction reduce = Reduction.of(reduction, in.type());
        for (int i = 0; i < targets.length; i++) {
            reduce.apply(updates.storage(), i, out.storage(), targets[i], 1);
        }
    }

    /** The first output, holding what the first input holds. */
    static Tensor copyOfInput(Invocation call) {
        Tensor in = call.input(0);
        Tensor out = call.outputOver(0, 0, in.type(), in.shape());
        if (out.storage() != in.storage()) {
            System.arraycopy(
                    in.storage(), 0, out.storage(), 0, in.size() * in.type().entriesPerElement());
        }
        return out;
    }
}
