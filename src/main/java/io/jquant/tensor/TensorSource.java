package io.jquant.tensor;

/**
 * Where the elements of a tensor come from when they are first asked for, such as a mapped file.
 */
public interface TensorSource {
    /**
     * Reads the elements.
     *
     * @return the array that {@link ElementType#storage} names, with one entry per element (two for
     *     complex numbers)
     */
    Object read();
}
