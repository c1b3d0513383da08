/** Arithmetic, functions of one element, reductions, and products of matrices. */
package io.jquant.operator.math;
