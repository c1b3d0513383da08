package io.jquant.rewrite;

import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;

/**
 * What is planned for a tensor that is quantized.
 *
 * @param tensor its name
 * @param params its parameters on the int8 grid
 * @param range the range it was given, cut to the bounds of clamps; null when it has none and its
 *     parameters are fixed
 * @param group tensors with the same number share their parameters
 * @param codesOnly all readers get the quantized values; else only integer readers do, and the
 *     others read the float original
 */
public record TensorPlan(
        String tensor, QuantParams params, Range range, int group, boolean codesOnly) {}
