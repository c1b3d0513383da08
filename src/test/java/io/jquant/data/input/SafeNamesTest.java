package io.jquant.data.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafeNamesTest {
    @Test
    void everythingUnsafeBecomesAnUnderscore() {
        assertEquals("serving_default_input_2_0", SafeNames.of("serving_default_input_2:0"));
        assertEquals("a_b-c.1", SafeNames.of("a/b-c.1"));
        assertEquals("x_y_", SafeNames.of("x y\u00e4"));
        assertEquals("_", SafeNames.of("\ud83d\ude00")); // one character outside of 16 bits
        assertEquals("_", SafeNames.of(""));
        assertEquals("__", SafeNames.of(".."));
    }

    @Test
    void namesThatBecomeTheSameAreNumbered() {
        assertEquals(
                Map.of("a/b", "a_b", "a:b", "a_b_2", "a b", "a_b_3", "a_b_2", "a_b_2_2"),
                SafeNames.distinct(List.of("a/b", "a:b", "a b", "a_b_2")));
        assertEquals(List.of("x", "x_2", "x_3"), SafeNames.distinctOf(List.of("x", "x", "x")));
    }
}
