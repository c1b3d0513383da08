package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class BehindMethodTest {
    private static double error(float[] values, DoubleUnaryOperator f, QuantParams p) {
        double sum = 0;
        for (float x : values) {
            double d = f.applyAsDouble(p.dequantize(p.quantize(x))) - f.applyAsDouble(x);
            sum += d * d;
        }
        return sum;
    }

    private static double least(float[] values, DoubleUnaryOperator f, Range all, Grid grid) {
        double least = Double.POSITIVE_INFINITY;
        for (int a = 1; a <= 40; a++) {
            for (int b = 1; b <= 40; b++) {
                Range r = new Range(all.min() * a / 40, all.max() * b / 40);
                least = Math.min(least, error(values, f, grid.params(r)));
            }
        }
        return least;
    }

    @Test
    void isAboutAsGoodAsADenseSearchOnTheExactData() {
        float[] values = Distributions.gaussian(5_000);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 5;
        }
        Statistics seen = Statistics.of(values, BinLayout.DEFAULT_BITS);
        for (Activation a :
                new Activation[] {
                    Activation.sigmoid(), Activation.silu(1), Activation.hardSwish(1.0 / 6, 0.5)
                }) {
            DoubleUnaryOperator f = a.within().function(seen);
            for (Grid grid : Grid.values()) {
                Range chosen = new BehindMethod(a).choose(seen, grid);
                double mine = error(values, f, grid.params(chosen));
                double least = least(values, f, MinMaxMethod.of(seen.seen(), grid), grid);
                assertTrue(
                        mine <= 1.1 * least,
                        () -> a.name() + " " + grid + ": " + mine + " against " + least);
            }
        }
    }

    @Test
    void logitsAreClippedWhereTheSigmoidIsFlat() {
        float[] values = Distributions.gaussian(20_000);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 50;
        }
        Statistics seen = Statistics.of(values, BinLayout.DEFAULT_BITS);
        Range r = new BehindMethod(Activation.sigmoid()).choose(seen, Grid.ASYMMETRIC);
        assertTrue(r.max() < 15 && r.max() > 3 && r.min() > -15 && r.min() < -3, r::toString);
        Range symmetric = new BehindMethod(Activation.sigmoid()).choose(seen, Grid.SYMMETRIC);
        assertEquals(-symmetric.max(), symmetric.min());
    }

    @Test
    void logitsThatVanishInASoftmaxAreClipped() {
        float[] values = Distributions.gaussian(20_000);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 20;
        }
        Statistics seen = Statistics.of(values, BinLayout.DEFAULT_BITS);
        Range r = new BehindMethod(Activation.softmax()).choose(seen, Grid.ASYMMETRIC);
        // one in a hundred exceeds 46
        assertTrue(r.max() > 49 && r.max() < 60 && r.min() > -20, r::toString);
    }

    @Test
    void fewOrOneSidedValuesAreNoTrap() {
        for (Map.Entry<String, float[]> e : Distributions.all(2_000).entrySet()) {
            Statistics seen = Statistics.of(e.getValue(), BinLayout.DEFAULT_BITS);
            for (Grid grid : Grid.values()) {
                Range all = MinMaxMethod.of(seen.seen(), grid).withZero();
                Range r = new BehindMethod(Activation.silu(1)).choose(seen, grid);
                assertTrue(
                        r.min() >= all.min() && r.max() <= all.max(),
                        () -> e.getKey() + " " + r + " beyond " + all);
            }
        }
    }
}
