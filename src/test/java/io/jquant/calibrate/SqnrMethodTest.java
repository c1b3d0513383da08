package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Grid;
import io.jquant.grid.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SqnrMethodTest {
    private static final RangeMethod SQNR = new SqnrMethod();
    private static final RangeMethod MSE = new MseMethod();

    /** Eight samples whose loudness differs by up to a factor of 20. */
    private static float[][] samples(float[] values) {
        float[][] samples = new float[8][];
        int each = values.length / samples.length;
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Arrays.copyOfRange(values, i * each, (i + 1) * each);
            for (int k = 0; k < each; k++) {
                samples[i][k] *= (float) StrictMath.exp(-3.0 * i / samples.length);
            }
        }
        return samples;
    }

    /** Samples, their errors on any grid, and what calibration keeps of them. */
    private record Material(float[][] samples, List<ExactError> exact, Statistics seen) {
        static Material of(float[][] samples) {
            return new Material(
                    samples,
                    Arrays.stream(samples).map(ExactError::new).toList(),
                    Statistics.ofSamples(BinLayout.DEFAULT_BITS, samples));
        }

        double meanDecibels(Range r, Grid g) {
            double sum = 0;
            for (int i = 0; i < samples.length; i++) {
                double energy = 0;
                for (float v : samples[i]) {
                    energy += (double) v * v;
                }
                sum += -10 * Math.log10(Math.max(0, exact.get(i).of(r, g)) / energy + 1e-12);
            }
            return sum / samples.length;
        }
    }

    @Test
    void isAsGoodAsADenseSearchOnTheExactSamples() {
        for (Map.Entry<String, float[]> e : Distributions.all(16_000).entrySet()) {
            Material m = Material.of(samples(e.getValue()));
            for (Grid grid : Grid.values()) {
                double mine = m.meanDecibels(SQNR.choose(m.seen, grid), grid);
                double best = best(m, grid);
                assertTrue(
                        mine >= best - 0.1,
                        () -> e.getKey() + " " + grid + ": " + mine + " against " + best);
            }
        }
    }

    private static double best(Material m, Grid grid) {
        Range r = MinMaxMethod.of(m.seen.seen(), grid).withZero();
        boolean one = grid != Grid.ASYMMETRIC || r.min() == 0 || r.max() == 0;
        double best = m.meanDecibels(r, grid);
        for (double a = 1; a > 0.003; a *= one ? 0.98 : 0.85) {
            for (double b = 1; b > 0.003; b *= 0.85) {
                double f = one ? a : b;
                Range c = new Range((float) (r.min() * a), (float) (r.max() * f));
                best = Math.max(best, m.meanDecibels(c, grid));
                if (one) {
                    break;
                }
            }
        }
        return best;
    }

    @Test
    void isNeverWorseThanMinMaxOnTheValuesThemselves() {
        for (Map.Entry<String, float[]> e : Distributions.all(16_000).entrySet()) {
            Material m = Material.of(samples(e.getValue()));
            for (Grid grid : Grid.values()) {
                Range all = MinMaxMethod.of(m.seen.seen(), grid);
                double mine = m.meanDecibels(SQNR.choose(m.seen, grid), grid);
                double least = m.meanDecibels(all, grid);
                assertTrue(
                        mine >= least - 0.002,
                        () -> e.getKey() + " " + grid + ": " + mine + " against " + least);
            }
        }
    }

    @Test
    void oneLoudSampleDoesNotDictateTheRange() {
        float[][] raw = new float[8][];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = Distributions.gaussian(5000);
        }
        for (int k = 0; k < 5000; k++) {
            raw[3][k] *= 1000;
        }
        Statistics seen = Statistics.ofSamples(BinLayout.DEFAULT_BITS, raw);
        assertTrue(MSE.choose(seen, Grid.ASYMMETRIC).max() > 1000);
        assertTrue(SQNR.choose(seen, Grid.ASYMMETRIC).max() < 20);
    }

    @Test
    void oneSampleIsJudgedAsByMse() {
        for (String kind : List.of("gaussian", "relu", "laplace", "silu")) {
            Statistics seen = Statistics.of(Distributions.of(kind, 20_000), 12);
            for (Grid grid : Grid.values()) {
                Range sqnr = SQNR.choose(seen, grid);
                Range mse = MSE.choose(seen, grid);
                assertEquals(mse.min(), sqnr.min(), 1e-3f * (mse.max() - mse.min()));
                assertEquals(mse.max(), sqnr.max(), 1e-3f * (mse.max() - mse.min()));
            }
        }
    }

    @Test
    void samplesThatAreAllZeroDoNotCount() {
        float[] values = new float[5000];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        float[] other = Distributions.gaussian(5000);
        Range with =
                SQNR.choose(
                        Statistics.ofSamples(12, values, new float[5000], other), Grid.SYMMETRIC);
        Range without = SQNR.choose(Statistics.ofSamples(12, values, other), Grid.SYMMETRIC);
        assertEquals(without, with);
    }

    @Test
    void degenerateTensorsKeepAllThatWasSeen() {
        float[][] zero = new float[4][3000];
        assertEquals(new Range(0, 0), SQNR.choose(Statistics.ofSamples(12, zero), Grid.ASYMMETRIC));
        for (float[] s : zero) {
            Arrays.fill(s, -3);
        }
        assertEquals(
                new Range(-3, -3), SQNR.choose(Statistics.ofSamples(12, zero), Grid.ASYMMETRIC));
    }
}
