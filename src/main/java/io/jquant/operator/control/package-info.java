/** Operators that run bodies. */
package io.jquant.operator.control;
