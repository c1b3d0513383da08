package io.jquant.grid;

/**
 * How activations are laid on 8 bits (TensorFlow Lite 8-bit quantization specification): the codes
 * are those of int8, zero is always exact.
 */
public enum Grid {
    /** The zero point is free. */
    ASYMMETRIC,
    /**
     * The zero point is 0 for tensors with both signs. One-sided tensors keep the whole grid for
     * their side (zero point at its end): with the zero point in the middle half of the codes would
     * never occur, and ONNX Runtime cannot fuse a Relu.
     */
    SYMMETRIC;

    /**
     * The parameters whose grid covers a range; scales are computed in double and rounded once, and
     * the zero point with the rounded scale, so that the emitted numbers are the ones the methods
     * evaluated.
     */
    public QuantParams params(Range range) {
        Range r = range.withZero();
        if (this == SYMMETRIC && r.min() < 0 && r.max() > 0) {
            float scale = scale((double) Math.max(-r.min(), r.max()) / 127);
            return new QuantParams(scale, 0);
        }
        float scale = scale(((double) r.max() - r.min()) / 255);
        if (r.min() == 0 && r.max() == 0) {
            return new QuantParams(
                    1f,
                    0); // constant zero: any scale is exact; 1 is what DynamicQuantizeLinear takes
        }
        long zero = (long) Math.rint(QuantParams.LOWEST - r.min() / (double) scale);
        return new QuantParams(
                scale, (int) Math.max(QuantParams.LOWEST, Math.min(QuantParams.HIGHEST, zero)));
    }

    /** A scale is never subnormal: products with weight scales would vanish. */
    private static float scale(double exact) {
        return Math.max((float) exact, Float.MIN_NORMAL);
    }
}
