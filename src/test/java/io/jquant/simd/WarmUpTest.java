package io.jquant.simd;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void everyCallStaysInsideItsArrays() {
        assertDoesNotThrow(() -> new WarmUp().run());
    }
}
