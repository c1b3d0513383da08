/** NumPy files: {@code .npy} and {@code .npz}. */
package io.jquant.data.numpy;
