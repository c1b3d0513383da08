package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MseMethodTest {
    private static final RangeMethod MSE = new MseMethod();

    @Test
    void isAsGoodAsADenseSearchOnTheExactData() {
        for (Map.Entry<String, float[]> e : Distributions.all(20_000).entrySet()) {
            ExactError exact = new ExactError(e.getValue());
            Statistics seen = Statistics.of(e.getValue(), BinLayout.DEFAULT_BITS);
            for (Grid grid : Grid.values()) {
                double mine = exact.of(MSE.choose(seen, grid), grid);
                double least = exact.least(grid);
                assertTrue(
                        mine <= 1.02 * least,
                        () -> e.getKey() + " " + grid + ": " + mine + " against " + least);
            }
        }
    }

    @Property(tries = 100)
    void isNeverWorseThanMinMax(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 40) int octaves,
            @ForAll Grid grid) {
        Random random = new Random(seed);
        float[] values = new float[1000 + random.nextInt(1000)];
        double centre = random.nextInt(3) - 1;
        for (int i = 0; i < values.length; i++) {
            double spread = Math.scalb(1.0, -random.nextInt(octaves + 1));
            values[i] = (float) (spread * (random.nextGaussian() + centre));
        }
        Statistics seen = Statistics.of(values, BinLayout.DEFAULT_BITS);
        GridError error = new GridError(seen);
        Range all = MinMaxMethod.of(seen.seen(), grid);
        assertTrue(error.of(MSE.choose(seen, grid), grid) <= error.of(all, grid));
    }

    @Test
    void clipsALoneOutlier() {
        float[] values = Distributions.gaussian(1_000_000);
        values[5] = 300;
        Statistics seen = Statistics.of(values, BinLayout.DEFAULT_BITS);
        Range range = MSE.choose(seen, Grid.ASYMMETRIC);
        // n(T + 4)² / (12 · 255²) + (300 − T)² is least at T = 130
        assertEquals(130, range.max(), 3);
        assertEquals(-4, range.min(), 1);
    }

    @Test
    void zerosCostNothing() {
        float[] dense = Distributions.gaussian(20_000);
        float[] sparse = new float[1_000_000];
        System.arraycopy(dense, 0, sparse, 0, dense.length);
        for (Grid grid : Grid.values()) {
            assertEquals(
                    MSE.choose(Statistics.of(dense, 12), grid),
                    MSE.choose(Statistics.of(sparse, 12), grid));
        }
    }

    @Test
    void pixelsKeepTheirExactGrid() {
        float[] pixels = new float[50_000];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i * 7919 % 256) / 255f;
        }
        assertEquals(new Range(0, 1), MSE.choose(Statistics.of(pixels, 12), Grid.ASYMMETRIC));
    }

    @Test
    void fewValuesKeepAllThatWasSeen() {
        float[] few = Distributions.of("laplace", 999);
        Statistics seen = Statistics.of(few, BinLayout.DEFAULT_BITS);
        assertEquals(seen.seen(), MSE.choose(seen, Grid.ASYMMETRIC));
    }

    @Test
    void aFewLevelsKeepAllThatWasSeen() {
        float[] levels = new float[10_000];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = i % 100 == 0 ? 50 : i % 3;
        }
        Statistics seen = Statistics.of(levels, BinLayout.DEFAULT_BITS);
        assertEquals(new Range(0, 50), MSE.choose(seen, Grid.ASYMMETRIC));
    }

    @Test
    void oneValueOfEachSignIsLaidForTheLeastError() {
        float[] values = new float[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? -1 : 2;
        }
        Range range = MSE.choose(Statistics.of(values, BinLayout.DEFAULT_BITS), Grid.SYMMETRIC);
        ExactError exact = new ExactError(values);
        assertTrue(exact.of(range, Grid.SYMMETRIC) <= 1.0001 * exact.least(Grid.SYMMETRIC));
        assertTrue(range.max() < 2 && range.max() > 1.98, range::toString);
    }

    @Test
    void degenerateTensorsHaveARange() {
        for (Grid grid : Grid.values()) {
            assertEquals(new Range(0, 0), choose(grid, 0f));
            assertEquals(new Range(3, 3), choose(grid, 3f));
            assertEquals(new Range(-3, -3), choose(grid, -3f));
            assertEquals(
                    new Range(Float.MIN_VALUE, Float.MIN_VALUE), choose(grid, Float.MIN_VALUE));
        }
        Range mask = choose(Grid.ASYMMETRIC, 0f, -Float.MAX_VALUE);
        assertEquals(new Range(-Float.MAX_VALUE, 0), mask);
    }

    @Test
    void greatestFloatsDoNotOverflow() {
        float[] values = Distributions.gaussian(5000);
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] / 5 * Float.MAX_VALUE;
        }
        for (Grid grid : Grid.values()) {
            Range range = MSE.choose(Statistics.of(values, 12), grid);
            assertTrue(range.max() > 1e37f, range::toString);
        }
    }

    private static Range choose(Grid grid, float... cycle) {
        float[] values = new float[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = cycle[i % cycle.length];
        }
        return MSE.choose(Statistics.of(values, BinLayout.DEFAULT_BITS), grid);
    }
}
