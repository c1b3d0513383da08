package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphText;
import io.jquant.graph.Node;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightScalesTest {
    private final Node node =
            GraphText.parse(
                            "x:float[1,400,4,4] -> y = Conv(x, w:float[2,400,1,1])"
                                    + " -> y:float[1,2,4,4]")
                    .graph()
                    .nodes()
                    .get(0);
    private final Tensor shape = node.inputs().get(1).constant();

    /** Two channels of small weights; the first one has a weight that is somewhat greater. */
    private static float[] weights() {
        Random random = new Random(1);
        float[] w = new float[800];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) (random.nextDouble() - 0.5);
        }
        w[0] = 0.6f;
        return w;
    }

    private float[] scales(WeightRanges how, double[] energy, boolean perTensor) {
        WeightLayout layout = WeightLayout.of(node, shape, perTensor);
        float[] scales = new float[layout.scaleCount()];
        Arrays.fill(scales, 0.6f / 127);
        new WeightScales(layout, weights(), energy).lower(scales, how);
        return scales;
    }

    private static double[] energy(double ofTheGreatest) {
        double[] e = new double[400];
        Arrays.fill(e, 1);
        e[0] = ofTheGreatest;
        return e;
    }

    @Test
    void theGreatestMagnitudeIsTheUsual() {
        float s = 0.6f / 127;
        assertArrayEquals(new float[] {s, s}, scales(WeightRanges.MAX, null, false));
    }

    @Test
    void leastSquaresNeverRaisesTheError() {
        float[] w = weights();
        for (boolean perTensor : new boolean[] {false, true}) {
            float[] lowered = scales(WeightRanges.MSE, null, perTensor);
            for (float s : lowered) {
                assertTrue(s <= 0.6f / 127 && s > 0.6f * 0.69f / 127);
            }
            assertTrue(error(w, lowered) <= error(w, new float[] {0.6f / 127}));
        }
    }

    private static double error(float[] w, float... scales) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            float s = scales[i / 400 % scales.length];
            double d = w[i] - s * (double) WeightQuantizer.code(w[i], s);
            sum += d * d;
        }
        return sum;
    }

    @Test
    void whatIsClippedCountsByItsActivations() {
        float max = 0.6f / 127;
        float[] loud = scales(WeightRanges.AUTO, energy(1e6), false);
        assertEquals(max, loud[0]);
        float[] silent = scales(WeightRanges.AUTO, energy(0), false);
        float[] mse = scales(WeightRanges.MSE, null, false);
        assertEquals(mse[1], silent[1]);
        assertTrue(silent[0] <= max);
    }
}
