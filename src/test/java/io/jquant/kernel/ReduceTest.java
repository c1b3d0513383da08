package io.jquant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.support.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReduceTest {
    private final Random random = new Random(8);

    private static double expected(Reduction op, float[] x, int off, int n, int stride) {
        double sum = 0;
        double magnitudes = 0;
        double squares = 0;
        double product = 1;
        double powers = 0;
        double max = Double.NEGATIVE_INFINITY;
        double min = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double v = x[off + i * stride];
            sum += v;
            magnitudes += Math.abs(v);
            squares += v * v;
            product *= v;
            powers += Math.exp(v);
            max = Math.max(max, v);
            min = Math.min(min, v);
        }
        return switch (op) {
            case SUM -> sum;
            case MEAN -> sum / n;
            case MAX -> max;
            case MIN -> min;
            case PROD -> product;
            case L1 -> magnitudes;
            case L2 -> Math.sqrt(squares);
            case SUM_SQUARE -> squares;
            case LOG_SUM -> Math.log(sum);
            case LOG_SUM_EXP -> Math.log(powers);
        };
    }

    @Test
    void allReductionsOfAllShapes() {
        for (int[] shape :
                new int[][] {
                    {3, 7, 1},
                    {1, 5000, 1},
                    {2, 3, 5},
                    {4, 300, 40},
                    {1, 9, 3000},
                    {5, 1, 1},
                    {2, 0, 3},
                    {2, 0, 1},
                    {0, 3, 3}
                }) {
            float[] x = Samples.normal(random, shape[0] * shape[1] * shape[2] + 1);
            for (Reduction op : Reduction.values()) {
                if (op == Reduction.LOG_SUM) {
                    for (int i = 0; i < x.length; i++) {
                        x[i] = Math.abs(x[i]) + 0.1f;
                    }
                }
                check(op, shape[0], shape[1], shape[2], x);
            }
        }
    }

    private static void check(Reduction op, int outer, int n, int inner, float[] x) {
        float[] y = new float[outer * inner + 2];
        Reduce.run(op, outer, n, inner, x, 1, y, 2, Samples.WORKERS);
        for (int i = 0; i < outer * inner; i++) {
            double e = expected(op, x, 1 + i / inner * n * inner + i % inner, n, inner);
            double tolerance = 2e-6 * Math.max(1, Math.abs(e)) * Math.sqrt(n + 1);
            String what = op + " of " + outer + "x" + n + "x" + inner;
            if (Double.isInfinite(e) || Double.isNaN(e)) {
                assertEquals((float) e, y[2 + i], what);
            } else {
                assertEquals(e, y[2 + i], tolerance, what);
            }
        }
    }

    @Test
    void largeExponentsDoNotOverflow() {
        float[] x = {1000f, 1000f, -1000f, -1000f};
        float[] y = new float[2];
        Reduce.run(Reduction.LOG_SUM_EXP, 2, 2, 1, x, 0, y, 0, Workers.SERIAL);
        assertEquals(1000.693f, y[0], 1e-3f);
        assertEquals(-999.307f, y[1], 1e-3f);
        Reduce.run(Reduction.LOG_SUM_EXP, 1, 2, 2, x, 0, y, 0, Workers.SERIAL);
        assertEquals(1000f, y[0]);
        float inf = Float.POSITIVE_INFINITY;
        float[] limits = {-inf, -inf, inf, 0f, -inf, inf, -inf, 0f};
        Reduce.run(Reduction.LOG_SUM_EXP, 2, 2, 1, limits, 0, y, 0, Workers.SERIAL);
        assertEquals(-inf, y[0]);
        assertEquals(inf, y[1]);
        Reduce.run(Reduction.LOG_SUM_EXP, 1, 2, 2, limits, 4, y, 0, Workers.SERIAL);
        assertEquals(-inf, y[0]);
        assertEquals(inf, y[1]);
    }

    @Test
    void softmaxAlongEveryAxis() {
        for (int[] shape :
                new int[][] {{3, 10, 1}, {1, 1000, 1}, {2, 5, 7}, {1, 21, 3000}, {4, 1, 3}}) {
            int outer = shape[0];
            int n = shape[1];
            int inner = shape[2];
            float[] x = Samples.normal(random, outer * n * inner + 1);
            for (int i = 0; i < x.length; i++) {
                x[i] *= 10;
            }
            float[] y = new float[x.length];
            float[] log = new float[x.length];
            Softmax.run(outer, n, inner, x, 1, y, 1, Samples.WORKERS);
            Softmax.log(outer, n, inner, x, 1, log, 1, Workers.SERIAL);
            float[] inPlace = x.clone();
            Softmax.run(outer, n, inner, inPlace, 1, inPlace, 1, Workers.SERIAL);
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < inner; i++) {
                    int at = 1 + o * n * inner + i;
                    double lse = expected(Reduction.LOG_SUM_EXP, x, at, n, inner);
                    for (int r = 0; r < n; r++) {
                        double e = x[at + r * inner] - lse;
                        assertEquals(e, log[at + r * inner], 1e-5 * (1 + Math.abs(e)));
                        double relative = 3e-7 * (10 + Math.abs(e));
                        assertEquals(
                                Math.exp(e), y[at + r * inner], relative * Math.exp(e) + 1e-37);
                        assertEquals(y[at + r * inner], inPlace[at + r * inner]);
                    }
                }
            }
        }
    }
}
