package io.jquant.operator.common;

/**
 * The error function in double precision: its Maclaurin series, and a continued fraction behind.
 */
public final class Erf {
    private static final double SERIES_UP_TO = 2.5;
    private static final double TWO_BY_ROOT_PI = 1.1283791670955126;
    private static final int FRACTION_TERMS = 60;

    private Erf() {}

    /** 2/√π · ∫ exp(−t²) dt from 0 to x. */
    public static double of(double x) {
        double a = Math.abs(x);
        if (Double.isNaN(x)) {
            return x;
        }
        if (a > 6) {
            return Math.signum(x);
        }
        return Math.copySign(a < SERIES_UP_TO ? series(a) : 1 - complement(a), x);
    }

    /** All terms are positive: 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)). */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TWO_BY_ROOT_PI * StrictMath.exp(-x * x) * sum;
    }

    /** exp(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the inside out. */
    private static double complement(double x) {
        double f = x;
        for (int k = FRACTION_TERMS; k > 0; k--) {
            f = x + k / 2.0 / f;
        }
        return StrictMath.exp(-x * x) * TWO_BY_ROOT_PI / 2 / f;
    }
}
