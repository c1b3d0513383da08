package io.jquant.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FmaTest {
    @Test
    void theStandInGivesTheBitsOfTheInstruction() {
        Random random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            float a = Float.intBitsToFloat(random.nextInt());
            float b = Float.intBitsToFloat(random.nextInt());
            float c = Float.intBitsToFloat(random.nextInt());
            check(a, b, c);
            check(a, b, -a * b); // cancellation
            check(a, b, Math.scalb(-a * b, random.nextInt(50) - 25));
        }
    }

    @Test
    void limits() {
        float[] values = {
            0f,
            -0f,
            1f,
            -1f,
            Float.MIN_VALUE,
            Float.MIN_NORMAL,
            Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            1e-23f,
            3e-23f
        };
        for (float a : values) {
            for (float b : values) {
                for (float c : values) {
                    check(a, b, c);
                }
            }
        }
    }

    private static void check(float a, float b, float c) {
        assertEquals(
                Float.floatToIntBits(Math.fma(a, b, c)),
                Float.floatToIntBits(Fma.exact(a, b, c)),
                () -> a + " * " + b + " + " + c);
    }
}
