package io.jquant.tensor;

/** IEEE 754 binary16 numbers, held as their bit patterns in {@code short}. */
public final class Half {
    private static final int EXPONENT_SHIFT = 10;
    private static final float SUBNORMAL_UNIT = 0x1p-24f;

    private Half() {}

    /** The number that a bit pattern stands for. */
    public static float toFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> EXPONENT_SHIFT) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * SUBNORMAL_UNIT;
            return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | sign);
        }
        int wide = exponent == 0x1f ? 0xff : exponent + (127 - 15);
        return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
    }

    /** The nearest number, ties to even; too large ones become infinite. */
    public static short fromFloat(float x) {
        int bits = Float.floatToRawIntBits(x);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) { // 65520, half way between the largest number and 2^16
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) { // below 2^-14, the least normal number
            int units = (int) Math.rint(Float.intBitsToFloat(magnitude) / SUBNORMAL_UNIT);
            return (short) (sign | units);
        }
        int rounded = magnitude + 0xfff + ((magnitude >> 13) & 1);
        return (short) (sign | ((rounded - ((127 - 15) << 23)) >> 13));
    }
}
