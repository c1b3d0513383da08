package io.jquant.operator;

import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;

/** A node before it runs: attributes, types, and inputs that are constant. */
public interface Preparation extends NodeView {
    /** The type of an input as far as it is known; null when nothing is, or when it is left out. */
    ValueType inputType(int index);

    /** The tensor of an input that is constant, else null. */
    Tensor constant(int index);

    /** The type of an input when it is a dense tensor, else null. */
    default ValueType.TensorType tensorType(int index) {
        return inputType(index) instanceof ValueType.TensorType t ? t : null;
    }
}
