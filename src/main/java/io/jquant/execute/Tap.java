package io.jquant.execute;

import io.jquant.tensor.Tensor;

/** Sees tensors while a model runs. */
@FunctionalInterface
public interface Tap {
    /**
     * A requested tensor was produced. It must not be kept: its memory is used again after this
     * call's node is done.
     *
     * @param name the tensor's name
     */
    void produced(String name, Tensor tensor);
}
