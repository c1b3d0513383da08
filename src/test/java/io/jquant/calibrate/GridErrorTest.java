package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GridErrorTest {
    @Test
    void agreesWithTheErrorOnTheValuesThemselves() {
        for (Map.Entry<String, float[]> e : Distributions.all(50_000).entrySet()) {
            ExactError exact = new ExactError(e.getValue());
            Statistics seen = Statistics.of(e.getValue(), BinLayout.DEFAULT_BITS);
            GridError error = new GridError(seen);
            Range all = seen.seen();
            for (Grid grid : Grid.values()) {
                for (float share : new float[] {1, 0.7f, 0.3f, 0.1f}) {
                    Range r = new Range(share * all.withZero().min(), share * all.withZero().max());
                    double want = exact.of(r, grid);
                    assertEquals(
                            want, error.of(r, grid), 0.02 * want, () -> e.getKey() + " on " + r);
                }
            }
        }
    }

    @Test
    void bestNumberOfCodesBelowZeroIsTheBestOfAll() {
        for (Map.Entry<String, float[]> e : Distributions.all(5000).entrySet()) {
            GridError error = new GridError(Statistics.of(e.getValue(), 10));
            double widest = (error.negative().top() + error.positive().top()) / 255;
            for (double scale : new double[] {widest, widest / 3, widest / 50}) {
                int best = error.bestBelow(scale);
                double least = Double.POSITIVE_INFINITY;
                for (int below = 0; below <= 255; below++) {
                    least = Math.min(least, error.of(scale, below, 255 - below));
                }
                double mine = error.of(scale, best, 255 - best);
                assertTrue(mine <= least * (1 + 1e-9) + 1e-14 * error.energy(), e::getKey);
            }
        }
    }

    @Test
    void valuesAtTheExtremesAreNotSpread() {
        // 6 lies in a bin that reaches up to 6.004, but nothing is beyond 6.
        float[] values = new float[3000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? 6 : -6;
        }
        GridError error = new GridError(Statistics.of(values, BinLayout.DEFAULT_BITS));
        assertEquals(0, error.of(6 / 127.0, 127, 127), 1e-9);
    }

    @Test
    void levelsAreNotSpread() {
        float[] values = new float[3000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 100 - 40) * 0.0173f;
        }
        GridError error = new GridError(Statistics.of(values, BinLayout.DEFAULT_BITS));
        ExactError exact = new ExactError(values);
        for (Grid grid : Grid.values()) {
            Range r = new Range(-0.66f, 0.97f);
            double want = exact.of(r, grid);
            assertEquals(want, error.of(r, grid), 1e-4 * want);
        }
    }

    @Test
    void tenThousandValuesAreJudgedToATenthOfAPerCent() {
        for (String kind : List.of("gaussian", "shifted gaussian", "relu", "uniform")) {
            float[] values = Distributions.of(kind, 10_000);
            GridError error = new GridError(Statistics.of(values, BinLayout.DEFAULT_BITS));
            ExactError exact = new ExactError(values);
            Range all = new Range(Math.min(0, exact.min()), exact.max());
            double want = exact.of(all, Grid.ASYMMETRIC);
            assertEquals(want, error.of(all, Grid.ASYMMETRIC), 1.5e-3 * want, kind);
        }
    }

    @Test
    void finerHistogramsAreMoreExact() {
        float[] values = Distributions.of("log-normal", 50_000);
        ExactError exact = new ExactError(values);
        Range all = new Range(0, exact.max());
        double want = exact.of(all, Grid.ASYMMETRIC);
        double coarse =
                new GridError(Statistics.of(values, BinLayout.LEAST_BITS)).of(all, Grid.ASYMMETRIC);
        double fine =
                new GridError(Statistics.of(values, BinLayout.MOST_BITS)).of(all, Grid.ASYMMETRIC);
        assertTrue(Math.abs(fine - want) < Math.abs(coarse - want) && coarse != fine);
        assertEquals(want, fine, 1e-4 * want);
    }
}
