package io.jquant.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RangeTest {
    @Test
    void unionHoldsBoth() {
        assertEquals(new Range(-3, 5), new Range(-3, 1).union(new Range(2, 5)));
    }

    @Test
    void withZeroReachesToZero() {
        assertEquals(new Range(0, 5), new Range(2, 5).withZero());
        assertEquals(new Range(-5, 0), new Range(-5, -2).withZero());
        assertEquals(new Range(-1, 1), new Range(-1, 1).withZero());
    }

    @Test
    void onlyFiniteOrderedEndsMakeARange() {
        assertThrows(IllegalArgumentException.class, () -> new Range(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Range(Float.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> new Range(0, Float.POSITIVE_INFINITY));
    }
}
