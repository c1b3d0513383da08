package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
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

    /**
     * Where the values lie within their bins is not known, nor their mean below the uppermost
     * octaves, so a small gain by the bins may be a small loss on the values: of 30,000 lattices
     * three lost more than a tenth of a per cent, none a whole one. These three are among the
     * seeds.
     */
    @Test
    void isHardlyEverWorseThanMinMaxOnTheValuesThemselves() {
        LongStream seeds = LongStream.of(-42_897, 390, 3944, 5775);
        LongStream.concat(seeds, LongStream.range(0, 200))
                .forEach(
                        seed -> {
                            for (Grid grid : Grid.values()) {
                                isHardlyWorseThanMinMax(seed, grid);
                            }
                        });
    }

    private static void isHardlyWorseThanMinMax(long seed, Grid grid) {
        float[] values = anyLattice(new Random(seed));
        ExactError exact = new ExactError(values);
        Statistics seen = Statistics.of(values, BinLayout.DEFAULT_BITS);
        double all = exact.of(MinMaxMethod.of(seen.seen(), grid), grid);
        double mine = exact.of(MSE.choose(seen, grid), grid);
        double rounding = 1e-13 * new GridError(seen).energy();
        assertTrue(mine <= 1.01 * all + rounding, () -> seed + " " + grid + ": " + mine);
    }

    @Test
    void farFromZeroItIsNoWorseThanMinMax() {
        for (double offset : new double[] {1e3, 1e5, -1e6, 1e8}) {
            float[] values = Distributions.gaussian(20_000);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] + offset);
            }
            ExactError exact = new ExactError(values);
            Statistics seen = Statistics.of(values, BinLayout.DEFAULT_BITS);
            for (Grid grid : Grid.values()) {
                double all = exact.of(MinMaxMethod.of(seen.seen(), grid), grid);
                double rounding = 1e-12 * new GridError(seen).energy();
                double mine = exact.of(MSE.choose(seen, grid), grid);
                assertTrue(mine <= all + rounding, () -> offset + " " + grid + ": " + mine);
            }
        }
    }

    /** Some number of levels, evenly or normally occupied, and sometimes an outlier. */
    private static float[] anyLattice(Random random) {
        float[] values = new float[4000 + random.nextInt(20_000)];
        int levels = 2 + random.nextInt(400);
        double step = 0.001 + random.nextDouble();
        double offset = (random.nextDouble() * 1.5 - 1) * levels;
        boolean even = random.nextBoolean();
        for (int i = 0; i < values.length; i++) {
            double level =
                    even
                            ? random.nextInt(levels)
                            : Math.rint(levels / 2.0 + random.nextGaussian() * levels / 8.0);
            values[i] = (float) (step * (level + offset));
        }
        if (random.nextInt(3) == 0) {
            values[17] = (float) (step * levels * (random.nextInt(40) - 20));
        }
        return values;
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
    void aFewLevelsFarBelowTheExtremesKeepAllThatWasSeen() {
        float[] levels = new float[10_000];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = i % 100 == 0 ? 50 : i % 3;
        }
        Statistics seen = Statistics.of(levels, BinLayout.DEFAULT_BITS);
        assertEquals(new Range(0, 50), MSE.choose(seen, Grid.ASYMMETRIC));
    }

    @Test
    void aFewLevelsNearTheExtremesAreLaidForTheLeastError() {
        float[] values = new float[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 1000 == 0 ? 8 : i % 3 == 0 ? -1.3f : i % 3;
        }
        Statistics seen = Statistics.of(values, BinLayout.DEFAULT_BITS);
        ExactError exact = new ExactError(values);
        for (Grid grid : Grid.values()) {
            double mine = exact.of(MSE.choose(seen, grid), grid);
            assertTrue(mine <= 1.01 * exact.least(grid), () -> grid + ": " + mine);
            assertTrue(mine < exact.of(MinMaxMethod.of(seen.seen(), grid), grid));
        }
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
