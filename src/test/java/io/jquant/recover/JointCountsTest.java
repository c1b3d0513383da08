package io.jquant.recover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JointCountsTest {
    private static final Range GIVEN = new Range(-3, 4);

    private final float[] have = new float[50_000];
    private final float[] want = new float[50_000];

    JointCountsTest() {
        Random random = new Random(3);
        for (int i = 0; i < have.length; i++) {
            want[i] = (float) random.nextGaussian();
            have[i] = (float) (want[i] + 0.02 * random.nextGaussian());
        }
    }

    private JointCounts counts() {
        JointCounts c = new JointCounts(new Range(-4, 5));
        c.add(have, want, 20_000);
        JointCounts rest = c.empty();
        float[] h = java.util.Arrays.copyOfRange(have, 20_000, have.length);
        float[] w = java.util.Arrays.copyOfRange(want, 20_000, have.length);
        rest.add(h, w, h.length);
        c.merge(rest);
        c.finish();
        return c;
    }

    private double exact(QuantParams p) {
        double sum = 0;
        for (int i = 0; i < have.length; i++) {
            double d = p.dequantize(p.quantize(have[i])) - (double) want[i];
            sum += d * d;
        }
        return sum;
    }

    @Test
    void errorsAreThoseOfTheValues() {
        JointCounts c = counts();
        for (double f : new double[] {0.5, 0.8, 1, 1.2}) {
            QuantParams p =
                    Grid.ASYMMETRIC.params(
                            new Range((float) (GIVEN.min() * f), (float) (GIVEN.max() * f)));
            assertEquals(1, c.error(p) / exact(p), 0.005, () -> "factor " + f);
        }
        assertEquals(50_000, c.size());
    }

    @Test
    void theShareOutsideIsCounted() {
        JointCounts c = counts();
        assertEquals(0.0455, c.outside(new Range(-2, 2)), 0.003);
        assertEquals(0, c.outside(new Range(-10, 10)));
    }

    @Test
    void whatIsNotFiniteIsLeftOut() {
        JointCounts c = new JointCounts(GIVEN);
        c.add(new float[] {1, Float.NaN, 2}, new float[] {1, 1, Float.POSITIVE_INFINITY}, 3);
        c.finish();
        assertEquals(1, c.size());
        assertEquals(1, c.energy());
    }

    @Test
    void theSearchIsNeverWorseThanWhatWasGiven() {
        JointCounts c = counts();
        for (Grid grid : Grid.values()) {
            Range wide = new Range(-7, 8);
            Range best = SideSearch.best(c, wide, grid::params);
            assertTrue(c.error(grid.params(best)) < c.error(grid.params(wide)));
            Range again = SideSearch.best(c, best, grid::params);
            assertTrue(c.error(grid.params(again)) <= c.error(grid.params(best)));
        }
    }

    @Test
    void endsAreMovedByNoMoreThanAHalf() {
        Range best = SideSearch.best(counts(), new Range(0, 100), Grid.ASYMMETRIC::params);
        assertEquals(new Range(0, 50), best);
    }
}
