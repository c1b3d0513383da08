/**
 * Samples: what stands behind {@code --calib} and {@code --data}, read one at a time.
 *
 * <p>{@code input} says what the model takes, {@code numpy} and {@code image} read files, {@code
 * preprocess} turns pictures into tensors, and this package finds, draws, checks and stacks
 * samples.
 */
package io.jquant.data;
