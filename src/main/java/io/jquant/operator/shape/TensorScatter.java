package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Axes;
import io.jquant.tensor.Tensor;

/** TensorScatter: writes new entries into a cache, each sample of the batch at its own place. */
public final class TensorScatter implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.inputType(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor cache = call.input(0);
        Tensor update = call.input(1);
        Tensor places = call.optional(2);
        int axis = Axes.normalize(call.attributes().getInt("axis", -2), cache.rank());
        String mode = call.attributes().getString("mode", "linear");
        if (!mode.equals("linear") && !mode.equals("circular")) {
            throw new IllegalArgumentException("mode '" + mode + "' is unknown");
        }
        boolean fits =
                axis > 0
                        && update.rank() == cache.rank()
                        && update.dim(axis) <= cache.dim(axis)
                        && update.shape().withDim(axis, cache.dim(axis)).equals(cache.shape())
                        && (places == null || places.size() == cache.dim(0));
        if (!fits) {
            throw new IllegalArgumentException(
                    "an update of "
                            + update.shape()
                            + " does not fit a cache of "
                            + cache.shape()
                            + " at axis "
                            + axis);
        }
        Tensor out = call.output(0, cache.type(), cache.shape());
        int entries = cache.type().entriesPerElement();
        System.arraycopy(cache.storage(), 0, out.storage(), 0, cache.size() * entries);
        int capacity = cache.dim(axis);
        int length = update.dim(axis);
        int inner = (int) cache.shape().size(axis + 1, cache.rank()) * entries;
        int perSample = (int) cache.shape().size(1, axis);
        int rows = cache.dim(0) * perSample;
        for (int r = 0; r < rows; r++) {
            long start = places == null ? 0 : places.longAt(r / perSample);
            for (int i = 0; i < length; i++) {
                long at = mode.equals("circular") ? Math.floorMod(start + i, capacity) : start + i;
                if (at < 0 || at >= capacity) {
                    throw new IllegalArgumentException(
                            "place " + at + " is outside of a cache of " + capacity);
                }
                System.arraycopy(
                        update.storage(),
                        (r * length + i) * inner,
                        out.storage(),
                        (r * capacity + (int) at) * inner,
                        inner);
            }
        }
    }
}
