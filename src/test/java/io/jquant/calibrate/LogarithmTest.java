package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogarithmTest {
    @Test
    void agreesWithTheExactFunction() {
        Logarithm ln = new Logarithm();
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            double x = StrictMath.exp(40 * random.nextDouble() - 10);
            assertEquals(
                    StrictMath.log(x), ln.of(x), 1e-13 * Math.max(1, Math.abs(StrictMath.log(x))));
        }
        assertEquals(0, ln.of(1), 0);
        assertEquals(StrictMath.log(2), ln.of(2), 0);
    }
}
