package io.jquant.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LazyTensorTest {
    @ParameterizedTest
    @ValueSource(ints = {3, 1 << 17}) // held, and read again when memory is short
    void elementsAreReadAtFirstUseAndNotAgainWhileTheyAreInUse(int size) {
        AtomicInteger reads = new AtomicInteger();
        TensorSource source =
                () -> {
                    reads.incrementAndGet();
                    return new float[size];
                };
        Tensor t = Tensor.lazy(ElementType.FLOAT, Shape.of(size), source);
        assertFalse(t.isMaterialized());
        assertEquals(0, reads.get());
        float[] x = t.floats();
        assertEquals(size, x.length);
        assertTrue(t.isMaterialized());
        assertSame(x, t.floats());
        assertEquals(1, reads.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1 << 17})
    void aSourceOfAnotherTypeIsRefused(int size) {
        Tensor t = Tensor.lazy(ElementType.FLOAT, Shape.of(size), () -> new double[size]);
        assertThrows(IllegalArgumentException.class, t::storage);
    }
}
