/**
 * The INT8 rewriter: the rules of the TensorFlow Lite 8-bit specification, the plan that decides
 * what of a model becomes integer, and the emitter that writes it.
 */
package io.jquant.rewrite;
