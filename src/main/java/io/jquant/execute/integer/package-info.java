/** The integer form of quantized models: groups of nodes as the integer kernels they become. */
package io.jquant.execute.integer;
