/**
 * What is judged by the simulated quantized model: the choice of the range method, exceptions for
 * single tensors.
 */
package io.jquant.recover;
