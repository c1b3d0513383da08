package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import org.junit.jupiter.api.Test;

class RangeMethodsTest {
    @Test
    void everyNameIsFound() {
        for (String name : RangeMethods.names()) {
            NamedMethod m = RangeMethods.find(name, RangeMethods.Options.DEFAULTS);
            assertEquals(name, m.name());
            assertEquals(name.startsWith("symmetric"), m.grid() == Grid.SYMMETRIC);
        }
        assertTrue(RangeMethods.names().contains(RangeMethods.USUAL));
    }

    @Test
    void unknownNameIsAnsweredWithTheNamesThereAre() {
        JquantException e =
                assertThrows(
                        JquantException.class,
                        () -> RangeMethods.find("mse", RangeMethods.Options.DEFAULTS));
        assertEquals(Problem.METHOD_UNKNOWN, e.problem());
        assertTrue(e.getMessage().contains("asymmetric-mse"), e::getMessage);
    }

    @Test
    void histogramBitsOutOfBoundsAreRefused() {
        for (int bits : new int[] {7, 17, -1}) {
            JquantException e =
                    assertThrows(JquantException.class, () -> Statistics.of(new float[1], bits));
            assertEquals(Problem.HISTOGRAM_BITS, e.problem());
        }
    }

    @Test
    void minMaxIsExact() {
        RangeMethod m = new MinMaxMethod();
        Statistics both = Statistics.of(new float[] {-1.3f, 0.2f, 0.7f}, 12);
        assertEquals(new Range(-1.3f, 0.7f), m.choose(both, Grid.ASYMMETRIC));
        assertEquals(new Range(-1.3f, 1.3f), m.choose(both, Grid.SYMMETRIC));
        Statistics one = Statistics.of(new float[] {0.2f, 0.7f}, 12);
        assertEquals(new Range(0.2f, 0.7f), m.choose(one, Grid.SYMMETRIC));
    }
}
