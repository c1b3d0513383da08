/** Operators that move elements, change shapes, or make tensors from nothing. */
package io.jquant.operator.shape;
