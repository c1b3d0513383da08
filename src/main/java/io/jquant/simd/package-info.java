/**
 * Loops over float arrays in two forms: with the Vector API, and scalar. Both give the same bits.
 *
 * <p>What makes them equal: every output element is computed by the same sequence of operations in
 * both forms. Vectors span outputs, sums over K run in order with fused multiply-add, reductions
 * use sixteen lanes whatever the hardware has, and functions such as exp are polynomials of this
 * package. The bits of a NaN are the one exception: that it is NaN is equal, its payload is not.
 */
package io.jquant.simd;
