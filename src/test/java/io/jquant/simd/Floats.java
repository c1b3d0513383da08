package io.jquant.simd;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;

/** Arrays for the tests. */
final class Floats {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        -0.5f,
        2.5f,
        -2.5f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        8388607.5f,
        8388609f,
        -4194303.5f,
        88.7f,
        88.73f,
        -87.5f,
        -103.9f,
        -104.1f
    };

    private Floats() {}

    /** Mostly between -8 and 8. */
    static float[] random(long seed, int n) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (random.nextGaussian() * (random.nextInt(8) == 0 ? 8 : 1));
        }
        return x;
    }

    /** With NaN, infinities, zeros and other limits sprinkled in. */
    static float[] special(long seed, int n) {
        Random random = new Random(seed);
        float[] x = random(seed, n);
        for (int i = 0; i < n; i++) {
            if (random.nextInt(4) == 0) {
                x[i] = SPECIAL[random.nextInt(SPECIAL.length)];
            }
        }
        return x;
    }

    /** Equal bits, all NaN being one. */
    static void assertSame(float[] expected, float[] actual, String what) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                fail(what + ": element " + i + " is " + actual[i] + ", not " + expected[i]);
            }
        }
    }
}
