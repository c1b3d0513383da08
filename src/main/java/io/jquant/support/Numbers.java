package io.jquant.support;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as text, the same on every JDK ({@link Float#toString} and {@link Double#toString}
 * changed with JDK 19).
 *
 * <p>The text is the decimal with the fewest digits that reads back as the same number, and among
 * those the nearest. It is plain between 1e-6 and 1e21, otherwise it has an exponent ({@code
 * 1e-7}), as in JSON. Negative zero is {@code -0.0}, so that readers do not take it for an integer.
 */
public final class Numbers {
    private static final int LEAST_PLAIN_EXPONENT = -6;
    private static final int GREATEST_PLAIN_EXPONENT = 20;

    private Numbers() {}

    /**
     * The shortest text of a float. It reads back exactly as a float and also when it is read as a
     * double and rounded then.
     *
     * @throws IllegalArgumentException when the number is not finite
     */
    public static String shortest(float x) {
        check(Float.isFinite(x), x);
        if (x == 0) {
            return zero(Float.floatToRawIntBits(x) != 0);
        }
        float magnitude = Math.abs(x);
        String known = Float.toString(magnitude);
        BigDecimal shortest = shortest(new BigDecimal(magnitude), new BigDecimal(known), magnitude);
        return layOut(shortest, x < 0);
    }

    /**
     * The shortest text of a double.
     *
     * @throws IllegalArgumentException when the number is not finite
     */
    public static String shortest(double x) {
        check(Double.isFinite(x), x);
        if (x == 0) {
            return zero(Double.doubleToRawLongBits(x) != 0);
        }
        double magnitude = Math.abs(x);
        String known = Double.toString(magnitude);
        BigDecimal shortest = shortest(new BigDecimal(magnitude), new BigDecimal(known), magnitude);
        return layOut(shortest, x < 0);
    }

    private static void check(boolean finite, double x) {
        if (!finite) {
            throw new IllegalArgumentException(x + " is not finite");
        }
    }

    private static String zero(boolean negative) {
        return negative ? "-0.0" : "0";
    }

    /**
     * @param exact the number
     * @param known a decimal that reads back as it; only its number of digits is used, so that the
     *     result does not depend on how it was found
     * @param x the number again, as Float or Double
     */
    private static BigDecimal shortest(BigDecimal exact, BigDecimal known, Number x) {
        int digits = known.stripTrailingZeros().precision();
        BigDecimal best = nearest(exact, digits, x);
        while (best == null) { // the known digits do not satisfy both readings of a float
            best = nearest(exact, ++digits, x);
        }
        while (digits > 1) {
            BigDecimal shorter = nearest(exact, digits - 1, x);
            if (shorter == null) {
                break; // the decimals with fewer digits are among those just refused
            }
            best = shorter;
            digits--;
        }
        return best.stripTrailingZeros();
    }

    /** The nearest decimal of so many digits that reads back as the number, or null. */
    private static BigDecimal nearest(BigDecimal exact, int digits, Number x) {
        BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
        BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
        boolean downIsNearer = exact.subtract(down).compareTo(up.subtract(exact)) <= 0;
        BigDecimal near = downIsNearer ? down : up;
        BigDecimal far = downIsNearer ? up : down;
        if (readsBack(near, x)) {
            return near;
        }
        return readsBack(far, x) ? far : null;
    }

    private static boolean readsBack(BigDecimal decimal, Number x) {
        String text = decimal.toString();
        double wide = Double.parseDouble(text);
        return x instanceof Float f
                ? Float.parseFloat(text) == f && (float) wide == f
                : wide == x.doubleValue();
    }

    private static String layOut(BigDecimal magnitude, boolean negative) {
        String sign = negative ? "-" : "";
        int exponent = magnitude.precision() - magnitude.scale() - 1;
        if (exponent >= LEAST_PLAIN_EXPONENT && exponent <= GREATEST_PLAIN_EXPONENT) {
            return sign + magnitude.toPlainString();
        }
        String digits = magnitude.unscaledValue().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return sign + digits.charAt(0) + fraction + "e" + exponent;
    }
}
