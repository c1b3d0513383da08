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
    SYMMETRIC,
    /** The zero point is always 0, as TensorRT wants it; code -128 is not used. */
    CENTRED;

    /** Does the zero point lie in the middle for values of this range? */
    public boolean isCentred(Range range) {
        return switch (this) {
            case ASYMMETRIC -> false;
            case SYMMETRIC -> range.min() < 0 && range.max() > 0;
            case CENTRED -> range.min() < 0 || range.max() > 0;
        };
    }

    /**
     * The parameters whose grid covers a range; scales are computed in double and rounded once, and
     * the zero point with the rounded scale, so that the emitted numbers are the ones the methods
     * evaluated.
     */
    public QuantParams params(Range range) {
        Range r = range.withZero();
        if (r.min() == 0 && r.max() == 0) {
            // Constant zero: any scale is exact; 1 is what DynamicQuantizeLinear takes.
            return new QuantParams(1f, 0);
        }
        if (isCentred(r)) {
            float scale = scale((double) Math.max(-r.min(), r.max()) / 127);
            return new QuantParams(finite(scale, -QuantParams.LOWEST), 0);
        }
        float scale = scale(((double) r.max() - r.min()) / 255);
        long zero = (long) Math.rint(QuantParams.LOWEST - r.min() / (double) scale);
        int z = (int) Math.max(QuantParams.LOWEST, Math.min(QuantParams.HIGHEST, zero));
        int codes = Math.max(QuantParams.HIGHEST - z, z - QuantParams.LOWEST);
        return new QuantParams(finite(scale, codes), z);
    }

    /** A scale is never subnormal: products with weight scales would vanish. */
    private static float scale(double exact) {
        return Math.max((float) exact, Float.MIN_NORMAL);
    }

    /** The scale, lowered if so many steps would leave the range of float. */
    private static float finite(float scale, int codes) {
        float most = Float.MAX_VALUE / codes;
        while (Float.isInfinite(most * codes)) {
            most = Math.nextDown(most);
        }
        return Math.min(scale, most);
    }
}
