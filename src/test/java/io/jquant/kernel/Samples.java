package io.jquant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.support.Workers;
import java.util.Random;

/** Arrays, and comparisons with references in double. */
final class Samples {
    /** Shared by the tests that want more than one thread. */
    static final Workers WORKERS = new Workers(3);

    private Samples() {}

    static float[] normal(Random random, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** Whole numbers within those of an 8-bit code. */
    static float[] codes(Random random, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(256) - 128;
        }
        return x;
    }

    /**
     * Each element within the rounding errors of a sum of so many products of numbers about 1.
     *
     * @param x what is checked, from {@code off} on
     */
    static void assertClose(double[] expected, float[] x, int off, int terms, String what) {
        double tolerance = 1e-6 * (2 + Math.sqrt(terms)) * 2;
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            int at = i;
            assertEquals(expected[i], x[off + i], allowed, () -> what + ", element " + at);
        }
    }
}
