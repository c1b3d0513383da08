package io.jquant.operator.common;

/** Rounding to E8M0, the powers of two from 2^-127 to 2^127. */
final class PowerOfTwoScale {
    private static final int NAN = 0xff;

    private PowerOfTwoScale() {}

    static byte fromFloat(float x, boolean saturate, String rounding) {
        if (Float.isNaN(x)) {
            return (byte) NAN;
        }
        float magnitude = Math.abs(x);
        if (magnitude == 0) {
            return 0;
        }
        if (Float.isInfinite(magnitude)) {
            return (byte) (saturate ? NAN - 1 : NAN);
        }
        int exponent = magnitude < Float.MIN_NORMAL ? -127 : Math.getExponent(magnitude);
        double fraction = magnitude / Math.scalb(1.0, exponent);
        boolean up =
                switch (rounding) {
                    case "up" -> fraction > 1;
                    case "down" -> false;
                    case "nearest" -> fraction >= 1.5;
                    default ->
                            throw new IllegalArgumentException(
                                    "round_mode '" + rounding + "' is unknown");
                };
        int code = exponent + 127 + (up ? 1 : 0);
        return (byte) (code >= NAN ? saturate ? NAN - 1 : NAN : code);
    }
}
