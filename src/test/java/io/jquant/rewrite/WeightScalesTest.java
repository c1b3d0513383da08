package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphText;
import io.jquant.graph.Node;
import io.jquant.support.Workers;
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
        w[0] = 0.7f;
        return w;
    }

    private float[] scales(WeightRanges how, InputMoments inputs, boolean perTensor) {
        WeightLayout layout = WeightLayout.of(node, shape, perTensor);
        float[] scales = new float[layout.scaleCount()];
        Arrays.fill(scales, 0.7f / 127);
        new WeightScales(new WeightRows(layout, weights(), Workers.SERIAL), inputs, false)
                .choose(scales, how);
        return scales;
    }

    /** Activations of variance 1, but those of the greatest weight. */
    private static InputMoments inputs(double mean, double varianceOfTheGreatest) {
        double[] means = new double[400];
        double[] variances = new double[400];
        Arrays.fill(means, mean);
        Arrays.fill(variances, 1);
        variances[0] = varianceOfTheGreatest;
        return new InputMoments(means, variances);
    }

    @Test
    void theGreatestMagnitudeIsTheUsual() {
        float s = 0.7f / 127;
        assertArrayEquals(new float[] {s, s}, scales(WeightRanges.MAX, null, false));
    }

    @Test
    void leastSquaresNeverRaisesTheError() {
        float[] w = weights();
        for (boolean perTensor : new boolean[] {false, true}) {
            float[] lowered = scales(WeightRanges.MSE, null, perTensor);
            for (float s : lowered) {
                assertTrue(s <= 0.7f / 127 && s > 0.7f * 0.69f / 127);
            }
            assertTrue(error(w, lowered) <= error(w, new float[] {0.7f / 127}));
        }
    }

    private static double error(float[] w, float... scales) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            float s = scales[i / 400 % scales.length];
            double d = w[i] - s * WeightQuantizer.code(w[i], s);
            sum += d * d;
        }
        return sum;
    }

    @Test
    void nothingIsClippedWhoseActivationsAreLoud() {
        float max = 0.7f / 127;
        assertTrue(scales(WeightRanges.AUTO, inputs(0, 1e6), false)[0] >= max);
        assertTrue(scales(WeightRanges.AUTO, inputs(0, 0), false)[0] < max);
    }

    @Test
    void outputsAreShiftedLess() {
        float max = 0.7f / 127;
        for (boolean perTensor : new boolean[] {false, true}) {
            float[] chosen = scales(WeightRanges.AUTO, inputs(3, 1), perTensor);
            double before = outputError(3, max, max);
            double after = outputError(3, chosen[0], chosen[chosen.length - 1]);
            assertTrue(after < 0.75 * before, before + " " + after);
        }
    }

    /** Expected squared error of both outputs for activations of a mean and variance 1. */
    private static double outputError(double mean, float... scales) {
        float[] w = weights();
        double sum = 0;
        for (int c = 0; c < 2; c++) {
            double shift = 0;
            for (int k = 0; k < 400; k++) {
                float x = w[c * 400 + k];
                double d = x - scales[c] * WeightQuantizer.code(x, scales[c]);
                sum += d * d;
                shift += d * mean;
            }
            sum += shift * shift;
        }
        return sum;
    }

    @Test
    void withoutKnowledgeOfTheActivationsNothingIsClipped() {
        float s = 0.7f / 127;
        assertArrayEquals(new float[] {s, s}, scales(WeightRanges.AUTO, null, false));
    }
}
