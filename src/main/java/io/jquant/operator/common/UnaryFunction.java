package io.jquant.operator.common;

import io.jquant.tensor.ElementType;

/** A function of one element. */
@FunctionalInterface
public interface UnaryFunction {
    /** Of a real number. */
    double real(double x);

    /** Of an integer (uint64 as its bit pattern). */
    default long whole(long x, ElementType type) {
        throw new IllegalArgumentException("not defined for " + type);
    }

    /** Of a run of floats; y may be the same run of the same array as x. */
    default void floats(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = (float) real(x[xOff + i]);
        }
    }
}
