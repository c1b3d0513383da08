/** Sequences of tensors, and values that may be absent. */
package io.jquant.operator.sequence;
