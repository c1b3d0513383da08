package io.jquant.tensor;

import java.util.List;

/** A list of tensors of one element type (ONNX {@code seq(tensor(…))}). */
public record TensorSequence(ElementType element, List<Tensor> tensors) implements RuntimeValue {
    public TensorSequence {
        tensors = List.copyOf(tensors);
    }
}
