package io.jquant.tensor;

/** The scale format E8M0 of the OCP microscaling formats: powers of two from 2^-127, and NaN. */
final class PowerOfTwo {
    private PowerOfTwo() {}

    static float toFloat(byte bits) {
        int exponent = bits & 0xff;
        return exponent == 0xff ? Float.NaN : Math.scalb(1f, exponent - 127);
    }
}
