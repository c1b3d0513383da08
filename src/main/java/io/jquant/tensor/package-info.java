/** Tensors, their element types and shapes, and the types of values. */
package io.jquant.tensor;
