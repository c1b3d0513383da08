package io.jquant.operator.common;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Real numbers as text with a number of significant digits, as C's {@code %g} writes them. */
final class NumberText {
    private NumberText() {}

    static String of(double x, int digits) {
        if (Double.isNaN(x)) {
            return "NaN";
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? "INF" : "-INF";
        }
        if (x == 0) {
            return Double.doubleToRawLongBits(x) < 0 ? "-0" : "0";
        }
        BigDecimal d =
                new BigDecimal(x)
                        .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
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
}
