package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExactSumTest {
    @Property(tries = 200)
    void sumIsThatOfExactArithmetic(@ForAll long seed) {
        Random random = new Random(seed);
        ExactSum sum = new ExactSum();
        BigDecimal exact = BigDecimal.ZERO;
        int n = random.nextInt(200);
        for (int i = 0; i < n; i++) {
            double x = Math.scalb(random.nextGaussian(), random.nextInt(400) - 200);
            sum.add(x);
            exact = exact.add(new BigDecimal(x));
        }
        assertEquals(exact.doubleValue(), sum.value());
    }

    @Test
    void whatCancelsLeavesTheRest() {
        ExactSum sum = new ExactSum();
        for (double x : new double[] {1e100, 1, 1e-100, -1e100, -1}) {
            sum.add(x);
        }
        assertEquals(1e-100, sum.value());
    }

    @Test
    void emptySumIsZero() {
        assertEquals(0.0, new ExactSum().value());
    }
}
