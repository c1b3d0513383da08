/** Quantization: to integers and small floats, back, and layers that compute in integers. */
package io.jquant.operator.quant;
