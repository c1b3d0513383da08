package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PercentileMethodTest {
    private static Range choose(double percentile, Grid grid, float... values) {
        return new PercentileMethod(percentile).choose(Statistics.of(values, 12), grid);
    }

    @Test
    void asymmetricLeavesHalfOfTheShareOnEachSide() {
        float[] x = Distributions.of("shifted gaussian", 100_000);
        Range range = choose(99, Grid.ASYMMETRIC, x);
        float[] sorted = x.clone();
        Arrays.sort(sorted);
        assertEquals(sorted[500], range.min(), 0.01);
        assertEquals(sorted[99_500], range.max(), 0.01);
    }

    @Test
    void symmetricLeavesTheShareByMagnitude() {
        float[] x = Distributions.of("shifted gaussian", 100_000);
        Range range = choose(99, Grid.SYMMETRIC, x);
        float[] sorted = x.clone();
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = Math.abs(sorted[i]);
        }
        Arrays.sort(sorted);
        assertEquals(sorted[99_000], range.max(), 0.01);
        assertEquals(-range.max(), range.min());
    }

    @Test
    void oneSidedTensorsStayOneSided() {
        float[] relu = Distributions.of("relu", 100_000);
        assertEquals(0f, choose(99.9, Grid.SYMMETRIC, relu).min());
        assertEquals(0f, choose(99.9, Grid.ASYMMETRIC, relu).min());
    }

    @Test
    void nearlyNothingButZerosKeepsWhatThereIs() {
        float[] x = new float[100_000];
        x[17] = 5;
        assertEquals(new Range(0, 5), choose(99.9, Grid.ASYMMETRIC, x));
        assertEquals(new Range(0, 5), choose(99.9, Grid.SYMMETRIC, x));
    }

    @Test
    void hundredPercentIsMinMax() {
        float[] x = Distributions.gaussian(5000);
        ExactError exact = new ExactError(x);
        assertEquals(new Range(exact.min(), exact.max()), choose(100, Grid.ASYMMETRIC, x));
    }

    @Test
    void percentileOutOfBoundsIsRefused() {
        for (double p : new double[] {0, 50, 100.1, Double.NaN}) {
            JquantException e = assertThrows(JquantException.class, () -> new PercentileMethod(p));
            assertEquals(Problem.PERCENTILE, e.problem());
        }
    }
}
