/**
 * Numerics on plain arrays: matrix products, convolution, pooling, element-wise functions,
 * reductions, normalization. Arrays come with offsets, shapes as numbers; what an ONNX operator is
 * is not known here.
 *
 * <p>Results are the same bits for every vector width and every number of threads: work is split
 * over outputs only, and what is summed into one output is summed in one order.
 */
package io.jquant.kernel;
