package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphText;
import io.jquant.graph.Node;
import org.junit.jupiter.api.Test;

class WeightQuantizerTest {
    private static final String GEMM = "x:float[1,2] -> y = Gemm(x, w:float[3,2]){transB=1} -> y";

    private static QuantizedWeights quantize(float[] w, float inputScale, float[] bias) {
        Node n = GraphText.parse(GEMM).graph().nodes().get(0);
        WeightLayout layout = WeightLayout.of(n, n.input(1).constant(), false);
        return new WeightQuantizer(layout, w, inputScale, bias).quantize(null);
    }

    @Test
    void everyChannelUsesItsWholeGrid() {
        QuantizedWeights q = quantize(new float[] {1, -0.5f, -2, 0.3f, 1e-3f, 5e-4f}, 0.1f, null);
        assertArrayEquals(new byte[] {127, -64, -127, 19, 127, 64}, q.codes());
        assertArrayEquals(
                new float[] {
                    (float) (1 / 127.0), (float) (2 / 127.0), (float) ((double) 1e-3f / 127)
                },
                q.scales());
    }

    @Test
    void deadChannelTakesTheLargestScaleOfTheOthers() {
        QuantizedWeights q = quantize(new float[] {0, 0, 2, 1, 1, 1}, 0.1f, null);
        assertEquals((float) (2 / 127.0), q.scales()[0]);
        assertEquals(0, q.codes()[0]);
        QuantizedWeights all = quantize(new float[6], 0.1f, null);
        assertArrayEquals(new float[] {1, 1, 1}, all.scales());
    }

    @Test
    void scaleIsRaisedWhereTheBiasWouldNotFit() {
        float[] bias = {1000, 0.1f, -1000};
        float[] w = {1e-6f, 1e-6f, 1, 1, 1e-7f, 0};
        QuantizedWeights q = quantize(w, 1e-3f, bias);
        assertEquals(2, q.biasRaised());
        for (int c = 0; c < 3; c++) {
            double code = Math.abs(bias[c]) / ((double) 1e-3f * q.scales()[c]);
            assertTrue(code <= WeightQuantizer.BIAS_LIMIT, "channel " + c + ": " + code);
        }
        assertEquals((float) (1 / 127.0), q.scales()[1]);
    }

    @Test
    void productOfScalesIsNeverSubnormal() {
        for (float input : new float[] {1e-30f, 1e-37f, Float.MIN_NORMAL}) {
            QuantizedWeights q =
                    quantize(new float[] {1e-38f, 0, Float.MIN_VALUE, 0, 0, 0}, input, null);
            for (float s : q.scales()) {
                assertTrue(input * s >= Float.MIN_NORMAL, input + " * " + s);
            }
        }
    }

    @Test
    void theBiasGivesBackWhatTheMeanLost() {
        Node n =
                GraphText.parse("x:float[1,2] -> y = Gemm(x, w:float[2,1]) -> y")
                        .graph()
                        .nodes()
                        .get(0);
        float[] w = {1.27f, 0.333f};
        InputMoments inputs = new InputMoments(new double[] {3, 5}, new double[] {1, 1});
        WeightLayout layout = WeightLayout.of(n, n.input(1).constant(), true);
        WeightQuantizer quantizer =
                new WeightQuantizer(layout, w, 1, null).ranges(WeightRanges.MAX, inputs);
        assertNull(quantizer.quantize(null).biasShift());
        QuantizedWeights q = quantizer.returningMeans(true).quantize(null);
        double s = q.scales()[0];
        double lost = (w[0] - s * q.codes()[0]) * 3 + (w[1] - s * q.codes()[1]) * 5;
        assertEquals(lost, q.biasShift()[0], 1e-12);
        assertTrue(lost != 0);
    }
}
