package io.jquant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.support.Workers;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
    private final Random random = new Random(2);

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void functionsAreWhatTheirNamesSay() {
        Map<FloatLoop, DoubleUnaryOperator> functions =
                Map.ofEntries(
                        Map.entry(Elementwise::abs, Math::abs),
                        Map.entry(Elementwise::negate, x -> -x),
                        Map.entry(Elementwise::floor, Math::floor),
                        Map.entry(Elementwise::ceil, Math::ceil),
                        Map.entry(Elementwise::round, Math::rint),
                        Map.entry(Elementwise::reciprocal, x -> 1 / x),
                        Map.entry(Elementwise::exp, Math::exp),
                        Map.entry(Elementwise::tanh, Math::tanh),
                        Map.entry(Elementwise::sigmoid, ElementwiseTest::sigmoid),
                        Map.entry(Elementwise::softplus, x -> Math.log1p(Math.exp(x))),
                        Map.entry(Elementwise::softsign, x -> x / (1 + Math.abs(x))),
                        Map.entry(Elementwise::silu, x -> x * sigmoid(x)),
                        Map.entry(Elementwise::mish, x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
                        Map.entry(Elementwise::relu, x -> Math.max(0, x)),
                        Map.entry(
                                Elementwise::hardSwish,
                                x -> x * Math.max(0, Math.min(1, x / 6 + 0.5))),
                        Map.entry(Elementwise.leakyRelu(0.25f), x -> x < 0 ? x * 0.25 : x),
                        Map.entry(Elementwise.clip(-0.5f, 1f), x -> Math.max(-0.5, Math.min(1, x))),
                        Map.entry(Elementwise.elu(0.5f), x -> x < 0 ? 0.5 * Math.expm1(x) : x),
                        Map.entry(
                                Elementwise.selu(1.5f, 2f),
                                x -> 2 * (x > 0 ? x : 1.5 * Math.exp(x) - 1.5)),
                        Map.entry(
                                Elementwise.celu(2f),
                                x -> Math.max(0, x) + Math.min(0, 2 * Math.expm1(x / 2))),
                        Map.entry(
                                Elementwise.hardSigmoid(0.25f, 0.5f),
                                x -> Math.max(0, Math.min(1, 0.25 * x + 0.5))),
                        Map.entry(Elementwise.of(Math::sin), Math::sin));
        float[] x = Samples.normal(random, 1003);
        functions.forEach(
                (loop, truth) -> {
                    float[] y = new float[1001];
                    loop.run(x, 2, y, 0, 1001);
                    for (int i = 0; i < y.length; i++) {
                        double e = truth.applyAsDouble(x[2 + i]);
                        assertEquals(e, y[i], 3e-7 * Math.max(1, Math.abs(e)));
                    }
                });
    }

    @Test
    void piecesGiveTheSameBitsAsTheWhole() {
        int n = 100_003;
        float[] x = Samples.normal(random, n);
        float[] whole = new float[n];
        float[] pieces = new float[n];
        FloatLoop exp = Elementwise::exp;
        exp.run(x, 0, whole, 0, n, Workers.SERIAL);
        exp.run(x, 0, pieces, 0, n, Samples.WORKERS);
        for (int i = 0; i < n; i++) {
            assertEquals(whole[i], pieces[i]);
        }
    }

    @Test
    void pairsWithSingleElements() {
        float[] a = {1, 2, 3};
        float[] b = {4, 8, 16};
        float[] y = new float[3];
        Pairwise.divide(a, 0, 1, b, 0, 1, y, 0, 3);
        assertEquals(3f / 16, y[2]);
        Pairwise.subtract(a, 2, 0, b, 0, 1, y, 0, 3);
        assertEquals(3f - 8, y[1]);
        Pairwise.multiply(a, 0, 1, b, 1, 0, y, 0, 3);
        assertEquals(24f, y[2]);
    }
}
