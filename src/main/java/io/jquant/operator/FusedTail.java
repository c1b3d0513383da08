package io.jquant.operator;

import io.jquant.tensor.Tensor;

/**
 * Element-wise work that a node does while it stores its result, in the place of nodes behind it:
 * first a sum, then an activation.
 *
 * @param residual what is added, of the output's shape; null for nothing
 * @param activation what is applied to the sum; null for nothing
 */
public record FusedTail(Tensor residual, Activation activation) {
    /** An activation function with its parameters. */
    public sealed interface Activation {}

    /** max(x, 0). */
    public record Relu() implements Activation {}

    /** min(max(x, low), high); infinite where there is no bound. */
    public record Clip(float low, float high) implements Activation {}

    /** x where x ≥ 0, else slope · x. */
    public record LeakyRelu(float slope) implements Activation {}

    /** 1 / (1 + exp(−x)). */
    public record Sigmoid() implements Activation {}

    /** x / (1 + exp(−x)): a Sigmoid and the Mul that joins it with its own input. */
    public record Silu() implements Activation {}
}
