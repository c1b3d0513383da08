package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntropyMethodTest {
    private static final RangeMethod ENTROPY = new EntropyMethod();

    @Test
    void divergenceIsThatOfItsDefinition() {
        for (Map.Entry<String, float[]> e : Distributions.all(20_000).entrySet()) {
            Statistics seen = Statistics.of(e.getValue(), BinLayout.DEFAULT_BITS);
            Divergence mine = new Divergence(new UniformBins(seen));
            ExactDivergence exact = new ExactDivergence(e.getValue(), BinLayout.DEFAULT_BITS);
            Range all = seen.seen().withZero();
            for (float part : new float[] {1, 0.83f, 0.61f, 0.37f}) {
                Range range = new Range(all.min() * part, all.max() * part);
                QuantParams p = Grid.ASYMMETRIC.params(range);
                double want = exact.of(range, Grid.ASYMMETRIC);
                double have = mine.of((double) p.scale() * (-128 - p.zeroPoint()), p.scale(), 256);
                assertTrue(
                        want == have || Math.abs(want - have) <= 1e-9 * (1 + want),
                        () -> e.getKey() + " " + part + ": " + have + " against " + want);
            }
        }
    }

    @Test
    void isAsGoodAsADenseSearch() {
        for (Map.Entry<String, float[]> e : Distributions.all(20_000).entrySet()) {
            Statistics seen = Statistics.of(e.getValue(), BinLayout.DEFAULT_BITS);
            ExactDivergence exact = new ExactDivergence(e.getValue(), BinLayout.DEFAULT_BITS);
            for (Grid grid : Grid.values()) {
                double mine = exact.of(ENTROPY.choose(seen, grid), grid);
                double least = exact.least(seen.seen(), grid);
                assertTrue(
                        mine <= 1.03 * least + 1e-6,
                        () -> e.getKey() + " " + grid + ": " + mine + " against " + least);
            }
        }
    }

    @Test
    void clipsTheFarOutlierOfAGaussian() {
        float[] values = Distributions.gaussian(1_000_000);
        values[5] = 40;
        Statistics seen = Statistics.of(values, BinLayout.DEFAULT_BITS);
        for (Grid grid : Grid.values()) {
            Range range = ENTROPY.choose(seen, grid);
            assertTrue(range.max() < 12 && range.max() > 2.5, () -> grid + " " + range);
            assertTrue(range.min() > -12 && range.min() < -2.5, () -> grid + " " + range);
        }
    }

    @Test
    void zerosDoNotCount() {
        float[] dense = Distributions.gaussian(20_000);
        float[] sparse = new float[1_000_000];
        System.arraycopy(dense, 0, sparse, 0, dense.length);
        for (Grid grid : Grid.values()) {
            assertEquals(
                    ENTROPY.choose(Statistics.of(dense, 12), grid),
                    ENTROPY.choose(Statistics.of(sparse, 12), grid));
        }
    }

    @Test
    void oneSidedTensorsKeepZeroAsTheirOtherEnd() {
        for (Grid grid : Grid.values()) {
            Range up = ENTROPY.choose(Statistics.of(Distributions.of("relu", 20_000), 12), grid);
            assertEquals(0, up.min());
            Range down =
                    ENTROPY.choose(
                            Statistics.of(Distributions.of("negated relu", 20_000), 12), grid);
            assertEquals(0, down.max());
        }
    }

    @Test
    void degenerateTensorsKeepAllThatWasSeen() {
        float[] levels = new float[10_000];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = i % 100 == 0 ? 50 : i % 3;
        }
        assertEquals(new Range(0, 50), choose(levels));
        assertEquals(new Range(0, 0), choose(new float[5000]));
        float[] few = Distributions.of("laplace", 999);
        assertEquals(Statistics.of(few, 12).seen(), choose(few));
    }

    private static Range choose(float[] values) {
        return ENTROPY.choose(Statistics.of(values, BinLayout.DEFAULT_BITS), Grid.ASYMMETRIC);
    }
}
