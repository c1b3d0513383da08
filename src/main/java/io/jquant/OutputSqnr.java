package io.jquant;

/**
 * How near an output of the quantized model comes to the float one's.
 *
 * @param output its name
 * @param decibels mean over the samples of the signal-to-quantization-noise ratio 10 log10(Σx² /
 *     Σ(x − x̂)²); equal outputs count as 100 dB, and no sample as less than −20 dB
 */
public record OutputSqnr(String output, double decibels) {}
