package io.jquant.simd;

/** Functions of one variable over arrays. */
public interface Functions {
    /** {@code y[i] = f(x[i])}; y may be the same run of the same array as x. */
    void apply(Unary f, float p, float q, float[] x, int xOff, float[] y, int yOff, int n);
}
