package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.tensor.Tensor;

/** ReverseSequence: turns the beginning of each sequence of a batch round. */
public final class ReverseSequence implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        long[] lengths = call.input(1).toLongs();
        int time = (int) call.attributes().getInt("time_axis", 0);
        int batch = (int) call.attributes().getInt("batch_axis", 1);
        if (in.rank() < 2 || time + batch != 1 || time < 0 || batch < 0) {
            throw new IllegalArgumentException("time and batch must be the first two axes");
        }
        int inner = (int) in.shape().size(2, in.rank()) * in.type().entriesPerElement();
        int steps = in.dim(time);
        int timeStride = time == 0 ? in.dim(1) * inner : inner;
        int batchStride = time == 0 ? inner : in.dim(1) * inner;
        Tensor out = call.output(0, in.type(), in.shape());
        for (int b = 0; b < in.dim(batch); b++) {
            long length = lengths[b];
            if (length < 0 || length > steps) {
                throw new IllegalArgumentException("sequence length " + length + " of " + steps);
            }
            for (int t = 0; t < steps; t++) {
                int source = t < length ? (int) length - 1 - t : t;
                System.arraycopy(
                        in.storage(),
                        b * batchStride + source * timeStride,
                        out.storage(),
                        b * batchStride + t * timeStride,
                        inner);
            }
        }
    }
}
