package io.jquant.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Property
    void floatsReadBackBothWays(@ForAll int bits) {
        float x = Float.intBitsToFloat(bits);
        if (Float.isFinite(x)) {
            String text = Numbers.shortest(x);
            assertEquals(x, Float.parseFloat(text), 0f);
            assertEquals(x, (float) Double.parseDouble(text), 0f);
        }
    }

    @Property
    void doublesReadBack(@ForAll long bits) {
        double x = Double.longBitsToDouble(bits);
        if (Double.isFinite(x)) {
            assertEquals(x, Double.parseDouble(Numbers.shortest(x)), 0.0);
        }
    }

    @Property
    void noShorterDecimalReadsBack(@ForAll int bits) {
        float x = Math.abs(Float.intBitsToFloat(bits));
        if (x > 0 && Float.isFinite(x)) {
            int digits = new BigDecimal(Numbers.shortest(x)).stripTrailingZeros().precision();
            for (RoundingMode mode : new RoundingMode[] {RoundingMode.UP, RoundingMode.DOWN}) {
                if (digits > 1) {
                    BigDecimal shorter = new BigDecimal(x).round(new MathContext(digits - 1, mode));
                    assertTrue(shorter.floatValue() != x);
                }
            }
        }
    }

    @Test
    void textIsTheShortestOne() {
        assertEquals("0.1", Numbers.shortest(0.1f));
        assertEquals("0.1", Numbers.shortest(0.1));
        assertEquals("6", Numbers.shortest(6f));
        assertEquals("-0.375", Numbers.shortest(-0.375f));
        assertEquals("100", Numbers.shortest(100.0));
        assertEquals("16777216", Numbers.shortest(16777216f));
        assertEquals("3.4028235e38", Numbers.shortest(Float.MAX_VALUE));
        assertEquals("1e-45", Numbers.shortest(Float.MIN_VALUE));
        assertEquals("5e-324", Numbers.shortest(Double.MIN_VALUE));
        assertEquals("0.000001", Numbers.shortest(1e-6));
        assertEquals("1e-7", Numbers.shortest(1e-7));
        assertEquals("1.5e-7", Numbers.shortest(1.5e-7f));
    }

    @Test
    void textDoesNotDependOnTheJdk() { // JDK 17 prints these with a digit more than JDK 19
        assertEquals("2e-44", Numbers.shortest(Float.intBitsToFloat(14)));
        assertEquals("2e23", Numbers.shortest(Double.parseDouble("2e23")));
        assertEquals("2.2e-322", Numbers.shortest(Double.longBitsToDouble(45)));
    }

    @Test
    void zeroKeepsItsSign() {
        assertEquals("0", Numbers.shortest(0f));
        assertEquals("-0.0", Numbers.shortest(-0f));
        assertEquals("-0.0", Numbers.shortest(-0.0));
    }

    @Test
    void onlyFiniteNumbersHaveAText() {
        assertThrows(IllegalArgumentException.class, () -> Numbers.shortest(Float.NaN));
        assertThrows(
                IllegalArgumentException.class, () -> Numbers.shortest(Double.POSITIVE_INFINITY));
    }
}
