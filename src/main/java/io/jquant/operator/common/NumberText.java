package io.jquant.operator.common;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Real numbers as text, as C's {@code %g} writes them, with eight significant digits or as many
 * more as it takes to read the same number back.
 */
final class NumberText {
    private static final int DIGITS = 8;

    /** Enough for every number of 32 and of 64 bits. */
    private static final int MOST_DIGITS = 9;

    private static final int MOST_DIGITS_OF_DOUBLES = 17;

    private NumberText() {}

    /** A number that is exact in 32 bits, or in 64. */
    static String of(double x, boolean isDouble) {
        if (Double.isNaN(x)) {
            return "NaN";
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? "INF" : "-INF";
        }
        if (x == 0) {
            return Double.doubleToRawLongBits(x) < 0 ? "-0" : "0";
        }
        int most = isDouble ? MOST_DIGITS_OF_DOUBLES : MOST_DIGITS;
        int digits = DIGITS;
        while (digits < most && !isRead(rounded(x, digits), x, isDouble)) {
            digits++;
        }
        BigDecimal d = rounded(x, digits);
        int exponent = d.precision() - d.scale() - 1;
        if (exponent >= -4 && exponent < digits) {
            return d.toPlainString();
        }
        String plain = d.unscaledValue().abs().toString();
        String head = plain.length() == 1 ? plain : plain.charAt(0) + "." + plain.substring(1);
        String sign = exponent < 0 ? "-" : "+";
        int e = Math.abs(exponent);
        return (x < 0 ? "-" : "") + head + "e" + sign + (e < 10 ? "0" : "") + e;
    }

    private static BigDecimal rounded(double x, int digits) {
        return new BigDecimal(x)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
    }

    private static boolean isRead(BigDecimal text, double x, boolean isDouble) {
        return isDouble ? text.doubleValue() == x : text.floatValue() == (float) x;
    }
}
