package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Tensor;

/** ScatterND: writes slices of updates into a copy of the data. */
public final class ScatterNd implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        Tensor indices = call.input(1);
        Tensor updates = call.input(2);
        int[] starts = GatherNd.starts(in, indices, 0);
        int depth = indices.dim(-1);
        int slice = (int) in.shape().size(depth, in.rank());
        if (updates.shape().size() != (long) starts.length * slice) {
            throw new IllegalArgumentException(
                    "updates "
                            + updates.shape()
                            + " do not fit indices "
                            + indices.shape()
                            + " into "
                            + in.shape());
        }
        Tensor out = Scatter.copyOfInput(call);
        String reduction = call.attributes().getString("reduction", "none");
        Reduction reduce = Reduction.of(reduction, in.type());
        for (int i = 0; i < starts.length; i++) {
            reduce.apply(updates.storage(), i * slice, out.storage(), starts[i], slice);
        }
    }
}
