package io.jquant.tensor;

/** bfloat16 numbers (the upper half of a binary32), held as their bit patterns in {@code short}. */
public final class BFloat16 {
    private BFloat16() {}

    /** The number that a bit pattern stands for. */
    public static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The nearest number, ties to even. */
    public static short fromFloat(float x) {
        int bits = Float.floatToRawIntBits(x);
        if (Float.isNaN(x)) {
            return (short) ((bits >>> 16) | 0x40); // stays a NaN whatever its payload was
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }
}
