package io.jquant.tensor;

/** A value while a model runs. */
public sealed interface RuntimeValue permits Tensor, TensorSequence, OptionalValue {}
