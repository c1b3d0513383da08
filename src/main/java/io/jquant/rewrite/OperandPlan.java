package io.jquant.rewrite;

import io.jquant.grid.QuantParams;

/**
 * Parameters for one operand of one node that are not those of the tensor: a constant's, or those
 * of a pair that quantizes the tensor anew for this reader.
 *
 * @param node the node's key, {@link NodePlan#output}
 * @param input which of its inputs
 * @param params parameters on the int8 grid
 */
public record OperandPlan(String node, int input, QuantParams params) {}
