package io.jquant.operator.common;

import io.jquant.tensor.ElementType;

/** A function of two elements. */
@FunctionalInterface
public interface BinaryFunction {
    /** Of real numbers. */
    double real(double a, double b);

    /** Of integers (uint64 as their bit patterns). */
    default long whole(long a, long b, ElementType type) {
        throw new IllegalArgumentException("not defined for " + type);
    }

    /**
     * Of runs of floats: {@code y[i] = f(a[i * aStep], b[i * bStep])}; y may be the same run of the
     * same array as an operand.
     *
     * @param aStep 1, or 0 for the same element each time
     * @param bStep likewise
     */
    default void floats(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = (float) real(a[aOff + i * aStep], b[bOff + i * bStep]);
        }
    }
}
