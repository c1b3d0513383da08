package io.jquant.kernel;

import io.jquant.simd.Binary;
import io.jquant.simd.Simd;

/** Powers and roots of p-norms: exact operations for 1 and 2, {@link StrictMath} for others. */
final class Norms {
    private Norms() {}

    /** x = |x|^p in place. */
    static void toPower(double p, float[] x, int off, int n) {
        if (p == 1) {
            Elementwise.abs(x, off, x, off, n);
        } else if (p == 2) {
            Simd.get().arithmetic().apply(Binary.MUL, x, off, 1, x, off, 1, x, off, n);
        } else {
            for (int i = off; i < off + n; i++) {
                x[i] = (float) StrictMath.pow(Math.abs(x[i]), p);
            }
        }
    }

    /** x = x^(1/p) in place. */
    static void toRoot(double p, float[] x, int off, int n) {
        if (p == 2) {
            Elementwise.sqrt(x, off, x, off, n);
        } else if (p != 1) {
            for (int i = off; i < off + n; i++) {
                x[i] = (float) StrictMath.pow(x[i], 1.0 / p);
            }
        }
    }
}
