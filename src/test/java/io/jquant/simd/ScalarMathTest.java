package io.jquant.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Accuracy against double precision, and the values at the limits. */
class ScalarMathTest {
    private interface FloatFunction {
        float apply(float x);
    }

    private static double worst(FloatFunction f, DoubleUnaryOperator truth, float low, float high) {
        double worst = 0;
        int steps = 200_003;
        for (int i = 0; i <= steps; i++) {
            float x = (float) (low + (high - (double) low) * i / steps);
            double expected = truth.applyAsDouble(x);
            double unit = Math.ulp((float) expected);
            worst = Math.max(worst, Math.abs(f.apply(x) - expected) / unit);
        }
        return worst;
    }

    private static void within(
            double ulp, FloatFunction f, DoubleUnaryOperator truth, float low, float high) {
        double worst = worst(f, truth, low, high);
        assertTrue(worst <= ulp, () -> worst + " ulp on [" + low + ", " + high + "]");
    }

    /** Series and continued fraction, good to about 1e-15. */
    static double erf(double x) {
        double a = Math.abs(x);
        if (a < 2.5) {
            double term = a;
            double sum = a;
            for (int n = 1; n < 80; n++) {
                term *= -a * a / n;
                sum += term / (2 * n + 1);
            }
            return Math.copySign(2 / Math.sqrt(Math.PI) * sum, x);
        }
        double f = a;
        for (int n = 60; n > 0; n--) {
            f = a + n / 2.0 / f;
        }
        return Math.copySign(1 - StrictMath.exp(-a * a) / Math.sqrt(Math.PI) / f, x);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    @Test
    void expIsAccurate() {
        within(0.9, ScalarMath::exp, StrictMath::exp, -87f, 88.7f);
        within(1.0, ScalarMath::exp, StrictMath::exp, -104f, -87f);
        within(0.56, ScalarMath::exp, StrictMath::exp, -0.01f, 0.01f);
    }

    @Test
    void logIsAccurate() {
        within(1.0, ScalarMath::log, StrictMath::log, 1e-38f, 4f);
        within(1.0, ScalarMath::log, StrictMath::log, 0.9f, 1.1f);
        within(1.0, ScalarMath::log, StrictMath::log, 1f, 1e38f);
        within(1.0, ScalarMath::log, StrictMath::log, Float.MIN_VALUE, 1e-38f);
    }

    @Test
    void tanhIsAccurate() {
        within(5, ScalarMath::tanh, StrictMath::tanh, -10f, 10f);
        within(5, ScalarMath::tanh, StrictMath::tanh, -0.01f, 0.01f);
    }

    @Test
    void erfIsAccurate() {
        within(1.6, ScalarMath::erf, ScalarMathTest::erf, -5f, 5f);
        within(1.6, ScalarMath::erf, ScalarMathTest::erf, -0.01f, 0.01f);
    }

    @Test
    void sigmoidAndSoftplusAreAccurate() {
        within(2.5, ScalarMath::sigmoid, ScalarMathTest::sigmoid, -87f, 20f);
        within(2.5, ScalarMath::softplus, ScalarMathTest::softplus, -80f, 20f);
    }

    @Test
    void geluAndMishAreAccurate() {
        within(5, ScalarMath::mish, x -> x * StrictMath.tanh(softplus(x)), -20f, 25f);
        within(4, ScalarMath::gelu, x -> x * 0.5 * (1 + erf(x / Math.sqrt(2))), 0f, 6f);
        within(
                5,
                ScalarMath::geluTanh,
                x ->
                        x
                                / 2
                                * (1
                                        + StrictMath.tanh(
                                                Math.sqrt(2 / Math.PI)
                                                        * (x + 0.044715 * x * x * x))),
                0f,
                6f);
    }

    @Test
    void limits() {
        float inf = Float.POSITIVE_INFINITY;
        assertEquals(inf, ScalarMath.exp(inf));
        assertEquals(inf, ScalarMath.exp(88.73f));
        assertEquals(0f, ScalarMath.exp(-inf));
        assertEquals(0f, ScalarMath.exp(-105f));
        assertEquals(1f, ScalarMath.exp(-0f));
        assertEquals(inf, ScalarMath.log(inf));
        assertEquals(-inf, ScalarMath.log(0f));
        assertEquals(-inf, ScalarMath.log(-0f));
        assertTrue(Float.isNaN(ScalarMath.log(-1e-40f)));
        assertEquals(0f, ScalarMath.log(1f));
        assertEquals(1f, ScalarMath.tanh(inf));
        assertEquals(-1f, ScalarMath.tanh(-inf));
        assertEquals(-0f, ScalarMath.tanh(-0f));
        assertEquals(1f, ScalarMath.erf(inf));
        assertEquals(-1f, ScalarMath.erf(-inf));
        assertEquals(-0f, ScalarMath.erf(-0f));
        assertEquals(1f, ScalarMath.sigmoid(inf));
        assertEquals(0f, ScalarMath.sigmoid(-inf));
        assertEquals(0.5f, ScalarMath.sigmoid(0f));
        assertEquals(inf, ScalarMath.softplus(inf));
        assertEquals(0f, ScalarMath.softplus(-inf));
        for (FloatFunction f :
                new FloatFunction[] {
                    ScalarMath::exp,
                    ScalarMath::log,
                    ScalarMath::tanh,
                    ScalarMath::erf,
                    ScalarMath::sigmoid,
                    ScalarMath::softplus,
                    ScalarMath::mish,
                    ScalarMath::gelu,
                    ScalarMath::geluTanh
                }) {
            assertTrue(Float.isNaN(f.apply(Float.NaN)));
        }
    }
}
