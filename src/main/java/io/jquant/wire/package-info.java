/**
 * What {@link io.jquant.load} and {@link io.jquant.save} share: the stored form of tensors and
 * types, and what is carried from one file to the next without being interpreted.
 */
package io.jquant.wire;
