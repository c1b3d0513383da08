package io.jquant.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuantParamsTest {
    @Property
    void codesAreTheirOwnNearest(
            @ForAll @FloatRange(min = 1, max = 2) float mantissa,
            @ForAll @IntRange(min = -126, max = 100) int exponent,
            @ForAll @IntRange(min = -128, max = 127) int zero,
            @ForAll @IntRange(min = -128, max = 127) int code) {
        QuantParams p = new QuantParams(Math.scalb(mantissa, exponent), zero);
        assertEquals(code, p.quantize(p.dequantize(code)));
    }

    @Property
    void nearestCodeIsTaken(
            @ForAll @FloatRange(min = -20, max = 20) float x,
            @ForAll @IntRange(min = -128, max = 127) int zero) {
        QuantParams p = new QuantParams(0.05f, zero);
        double inside = Math.max(p.low(), Math.min(p.high(), x));
        assertTrue(Math.abs(p.dequantize(p.quantize(x)) - inside) <= 0.0250001);
    }

    @Test
    void tiesGoToEven() {
        QuantParams p = new QuantParams(1, 0);
        assertEquals(0, p.quantize(0.5f));
        assertEquals(2, p.quantize(1.5f));
        assertEquals(2, p.quantize(2.5f));
        assertEquals(-2, p.quantize(-1.5f));
    }

    @Test
    void whatIsOutsideSaturates() {
        QuantParams p = new QuantParams(1, 10);
        assertEquals(127, p.quantize(1e30f));
        assertEquals(-128, p.quantize(-1e30f));
        assertEquals(127, p.quantize(Float.POSITIVE_INFINITY));
        assertEquals(-128, p.quantize(Float.NEGATIVE_INFINITY));
        assertEquals(-128, p.quantize(Float.NaN));
    }

    @Test
    void endsOfTheGrid() {
        QuantParams p = new QuantParams(0.5f, -128);
        assertEquals(0, p.low());
        assertEquals(127.5f, p.high());
    }

    @Test
    void impossibleParametersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new QuantParams(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new QuantParams(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new QuantParams(Float.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> new QuantParams(1, 128));
        assertThrows(
                IllegalArgumentException.class, () -> new QuantParams(Float.POSITIVE_INFINITY, 0));
    }
}
