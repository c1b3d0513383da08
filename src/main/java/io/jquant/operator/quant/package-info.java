/** Operators of quantization. */
package io.jquant.operator.quant;
