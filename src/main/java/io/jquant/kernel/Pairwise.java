package io.jquant.kernel;

import io.jquant.simd.Arithmetic;
import io.jquant.simd.Binary;
import io.jquant.simd.Simd;

/**
 * Functions of two floats over runs: {@code y[yOff + i] = f(a[aOff + i * aStep], b[bOff + i *
 * bStep])}. A step is 1, or 0 for the same element each time; y may be the run of a or b.
 */
public final class Pairwise {
    private static final Arithmetic ARITHMETIC = Simd.get().arithmetic();

    private Pairwise() {}

    /** a + b. */
    public static void add(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        ARITHMETIC.apply(Binary.ADD, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
    }

    /** a - b. */
    public static void subtract(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        ARITHMETIC.apply(Binary.SUB, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
    }

    /** a · b. */
    public static void multiply(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        ARITHMETIC.apply(Binary.MUL, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
    }

    /** a / b. */
    public static void divide(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        ARITHMETIC.apply(Binary.DIV, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
    }

    /** The smaller; NaN if one is NaN. */
    public static void min(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        ARITHMETIC.apply(Binary.MIN, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
    }

    /** The larger; NaN if one is NaN. */
    public static void max(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        ARITHMETIC.apply(Binary.MAX, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
    }

    /** a, or a · b where a is below 0. */
    public static void prelu(
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] y,
            int yOff,
            int n) {
        ARITHMETIC.apply(Binary.PRELU, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
    }

    /** y[i] = x[i] · scale + shift, rounded once. */
    public static void affine(
            float[] x, int xOff, float scale, float shift, float[] y, int yOff, int n) {
        ARITHMETIC.affine(x, xOff, scale, shift, y, yOff, n);
    }
}
