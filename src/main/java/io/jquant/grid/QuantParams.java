package io.jquant.grid;

/**
 * Scale and zero point of one 8-bit tensor: {@code real = scale · (code − zeroPoint)}.
 *
 * @param scale positive and normal
 * @param zeroPoint on the int8 grid, −128 … 127
 */
public record QuantParams(float scale, int zeroPoint) {
    /** The lowest code of the int8 grid. */
    public static final int LOWEST = -128;

    /** The highest code of the int8 grid. */
    public static final int HIGHEST = 127;

    public QuantParams {
        if (!(scale >= Float.MIN_NORMAL)
                || Float.isInfinite(scale)
                || zeroPoint < LOWEST
                || zeroPoint > HIGHEST) {
            throw new IllegalArgumentException(
                    "not quantization parameters: scale " + scale + ", zero point " + zeroPoint);
        }
    }

    /** The least real number on the grid. */
    public float low() {
        return scale * (LOWEST - zeroPoint);
    }

    /** The greatest real number on the grid. */
    public float high() {
        return scale * (HIGHEST - zeroPoint);
    }

    /**
     * The code nearest to a real number, ties to even, saturating; NaN becomes the lowest code as
     * in ONNX Runtime.
     */
    public int quantize(float x) {
        float code = (float) Math.rint(x / scale) + zeroPoint;
        return code >= HIGHEST ? HIGHEST : code > LOWEST ? (int) code : LOWEST;
    }

    public float dequantize(int code) {
        return scale * (code - zeroPoint);
    }
}
