package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.ChannelStatistics;
import io.jquant.calibrate.TensorRange;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.support.Workers;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairSumGuardTest {
    private static final int LIMIT = 32767;

    private static Node node(String text) {
        Model m = GraphText.parse(text);
        return m.graph().nodes().get(0);
    }

    /** Every sum that a kernel can form of two neighbours with codes up to the given ones. */
    private static int largestSum(
            WeightLayout layout, byte[] codes, int[] largest, boolean[] channelsTouched) {
        int worst = 0;
        for (int c = 0; c < layout.channels(); c++) {
            for (int k = 0; k + 1 < layout.depth(); k += 2) {
                int w0 = codes[layout.base()[c] + layout.order()[k]];
                int w1 = codes[layout.base()[c] + layout.order()[k + 1]];
                int m0 = largest[layout.inputBase()[c] + layout.input()[k]];
                int m1 = largest[layout.inputBase()[c] + layout.input()[k + 1]];
                for (int a : new int[] {0, m0}) {
                    for (int b : new int[] {0, m1}) {
                        int sum = Math.abs(a * w0 + b * w1);
                        if (sum > LIMIT) {
                            channelsTouched[c] = true;
                        }
                        worst = Math.max(worst, sum);
                    }
                }
            }
        }
        return worst;
    }

    private static int check(Node n, Random random, boolean perTensor) {
        Tensor w = n.input(1).constant();
        float[] weights = new float[w.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * (1 + random.nextInt(3)));
        }
        WeightLayout layout = WeightLayout.of(n, w, perTensor);
        int inputs =
                Arrays.stream(layout.inputBase()).max().orElseThrow()
                        + Arrays.stream(layout.input()).max().orElseThrow()
                        + 1;
        int[] largest = new int[inputs];
        double[] energy = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            largest[i] = 100 + random.nextInt(156);
            energy[i] = random.nextDouble();
        }
        QuantizedWeights plain = new WeightQuantizer(layout, weights, 0.1f, null).quantize(null);
        boolean[] offending = new boolean[layout.channels()];
        largestSum(layout, plain.codes(), largest, offending);
        QuantizedWeights q =
                new WeightQuantizer(layout, weights, 0.1f, null)
                        .quantize(new PairSumGuard(LIMIT, largest, energy));
        assertTrue(largestSum(layout, q.codes(), largest, new boolean[offending.length]) <= LIMIT);
        int count = 0;
        for (int c = 0; c < offending.length; c++) {
            count += offending[c] ? 1 : 0;
            if (!offending[c] && layout.axis() >= 0) { // an innocent channel is left as it was
                for (int k : layout.order()) {
                    int at = layout.base()[c] + k;
                    assertEquals(plain.codes()[at], q.codes()[at]);
                }
                assertEquals(
                        plain.scales()[layout.scaleIndex(c)], q.scales()[layout.scaleIndex(c)]);
            }
        }
        assertEquals(count, q.guarded());
        return count;
    }

    @Test
    void noPairExceedsTheLimitWhateverTheLayout() {
        String conv = "x:float[1,6,9,9] -> y = Conv(x, w:float[8,6,3,3]) -> y";
        String odd = "x:float[1,5,9,9] -> y = Conv(x, w:float[8,5,3,3]) -> y";
        String grouped = "x:float[1,8,9,9] -> y = Conv(x, w:float[6,4,3,3]){group=2} -> y";
        String line = "x:float[1,6,9] -> y = Conv(x, w:float[8,6,5]) -> y";
        String gemm = "x:float[2,33] -> y = Gemm(x, w:float[33,7]) -> y";
        String transposed = "x:float[2,33] -> y = Gemm(x, w:float[7,33]){transB=1} -> y";
        String product = "x:float[2,3,33] -> y = MatMul(x, w:float[33,7]) -> y";
        String batched = "x:float[4,3,33] -> y = MatMul(x, w:float[4,33,7]) -> y";
        Random random = new Random(1);
        for (String text :
                new String[] {conv, odd, grouped, line, gemm, transposed, product, batched}) {
            int guarded = 0;
            for (int round = 0; round < 5; round++) {
                guarded += check(node(text), random, false);
                guarded += check(node(text), random, true);
            }
            assertTrue(guarded > 0, "nothing to guard in " + text);
        }
    }

    @Test
    void theCheapestWayIsTaken() {
        // Two equal weights at the top of the grid: with codes up to 255 at most 32767 / 255 = 128
        // in sum.
        Node n = node("x:float[1,2] -> y = Gemm(x, w:float[2,1]) -> y");
        float[] w = {1.27f, 1.27f};
        WeightLayout layout = WeightLayout.of(n, n.input(1).constant(), false);
        int[] largest = {255, 255};
        QuantizedWeights cheapFirst =
                new WeightQuantizer(layout, w, 1, null)
                        .quantize(new PairSumGuard(LIMIT, largest, new double[] {1e-9, 1}));
        // the input that hardly varies pays
        assertTrue(cheapFirst.codes()[0] < cheapFirst.codes()[1]);
        QuantizedWeights equal =
                new WeightQuantizer(layout, w, 1, null)
                        .quantize(new PairSumGuard(LIMIT, largest, new double[] {1, 1}));
        // a scale of twice the size holds both exactly enough
        assertEquals(64, equal.codes()[0], 1);
        assertEquals(64, equal.codes()[1], 1);
        assertEquals(1.27, equal.codes()[0] * equal.scales()[0], 0.02);
    }

    @Test
    void largestCodesComeFromTheChannelsAndFromPadding() {
        QuantParams p = Grid.ASYMMETRIC.params(new Range(-1, 1.55f)); // zero is code 100
        ChannelStatistics channels =
                new ChannelStatistics(
                        1,
                        new float[] {-1, -1, -1, -1},
                        new float[] {1.55f, 0.55f, -0.5f, 9f},
                        new double[4],
                        new double[] {1, 1, 1, 1});
        TensorRange seen =
                new TensorRange(new Range(-1, 1.55f), new Range(-1, 9), 100, 0, channels);
        byte[] codes = {127, 127, 127, 127};
        float[] weights = {127, 127, 127, 127};
        // Channel 2 is below zero: its code 50 counts, but where padding is summed it is 100.
        assertEquals(repairs(p, seen, "{kernel_shape=[1,1]}", codes, weights), 1);
        assertEquals(repairs(p, seen, "{pads=[1,1,1,1]}", codes, weights), 1);
    }

    private static int repairs(
            QuantParams p, TensorRange seen, String attributes, byte[] codes, float[] weights) {
        Node n = node("x:float[1,4,9,9] -> y = Conv(x, w:float[1,4,1,1])" + attributes + " -> y");
        return repairs(n, p, seen, codes, weights);
    }

    private static int repairs(
            Node n, QuantParams p, TensorRange seen, byte[] codes, float[] weights) {
        PairSumGuard guard = InputCodes.guard(n, 4, p, seen, LIMIT);
        WeightLayout layout = WeightLayout.of(n, n.input(1).constant(), false);
        byte[] q = codes.clone();
        return guard.repair(new WeightRows(layout, weights, Workers.SERIAL), q, new float[] {1});
    }

    @Test
    void samplesThatAreUnlikeTellNothingOfExtremes() {
        QuantParams p = Grid.ASYMMETRIC.params(new Range(0, 255));
        ChannelStatistics channels =
                new ChannelStatistics(
                        1,
                        new float[4],
                        new float[] {120, 120, 120, 120},
                        new double[4],
                        new double[] {1, 1, 1, 1});
        Range r = new Range(0, 255);
        byte[] codes = {127, 127, 127, 127};
        float[] weights = {127, 127, 127, 127};
        // 2 * 127 * 120 is within the limit, 2 * 127 * 130 is not
        TensorRange alike = new TensorRange(r, r, 100, 0, channels, 0.02);
        TensorRange unlike = new TensorRange(r, r, 100, 0, channels, 0.15);
        TensorRange unknown = new TensorRange(r, r, 100, 0, channels);
        assertEquals(0, repairs(p, alike, "", codes, weights));
        assertEquals(1, repairs(p, unlike, "", codes, weights));
        assertEquals(0, repairs(p, unknown, "", codes, weights));
        TensorRange few = new TensorRange(r, r, 7, 0, channels, 0.02);
        assertEquals(1, repairs(p, few, "", codes, weights));
    }

    @Test
    void channelsSeenAtFewPlacesMayReachWhatOthersReach() {
        QuantParams p = Grid.ASYMMETRIC.params(new Range(0, 255));
        float[] max = {120, 120, 120, 120};
        ChannelStatistics channels =
                new ChannelStatistics(
                        -1, new float[4], max, new double[4], new double[] {1, 1, 1, 1});
        byte[] codes = {127, 127, 127, 127};
        float[] weights = {127, 127, 127, 127};
        Node one = node("x:float[1,4] -> y = MatMul(x, w:float[4,1]) -> y");
        Node many = node("x:float[1,9,4] -> y = MatMul(x, w:float[4,1]) -> y");
        Node open = node("x:float[1,N,4] -> y = MatMul(x, w:float[4,1]) -> y");
        TensorRange seen = new TensorRange(new Range(0, 255), new Range(0, 255), 100, 0, channels);
        assertEquals(1, repairs(one, p, seen, codes, weights));
        assertEquals(0, repairs(many, p, seen, codes, weights));
        assertEquals(0, repairs(open, p, seen, codes, weights));
    }

    @Test
    void withoutChannelsTheTensorsOwnExtremeCounts() {
        QuantParams p = Grid.ASYMMETRIC.params(new Range(0, 255));
        TensorRange low = new TensorRange(new Range(0, 255), new Range(0, 100), 1, 0, null);
        TensorRange high = new TensorRange(new Range(0, 255), new Range(0, 300), 1, 0, null);
        byte[] codes = {127, 127, 127, 127};
        float[] weights = {127, 127, 127, 127};
        assertEquals(0, repairs(p, low, "", codes, weights));
        assertEquals(1, repairs(p, high, "", codes, weights));
        assertEquals(1, repairs(p, null, "", codes, weights));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sameResultWithAnyNumberOfThreads(boolean perTensor) {
        Node n = node("x:float[1,6,9,9] -> y = Conv(x, w:float[50,6,3,3]) -> y");
        Tensor w = n.input(1).constant();
        float[] weights = new float[w.size()];
        Random random = new Random(3);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextFloat() - 0.4f;
        }
        WeightLayout layout = WeightLayout.of(n, w, perTensor);
        int[] largest = {255, 255, 200, 255, 255, 255};
        double[] energy = {1, 2, 3, 4, 5, 6};
        double[] mean = {0, 1, 0, 2, 0, 1};
        WeightQuantizer quantizer =
                new WeightQuantizer(layout, weights, 1, null)
                        .ranges(WeightRanges.AUTO, new InputMoments(mean, energy))
                        .returningMeans(true);
        PairSumGuard guard = new PairSumGuard(LIMIT, largest, energy);
        QuantizedWeights alone = quantizer.quantize(guard);
        try (Workers workers = new Workers(3)) {
            QuantizedWeights shared = quantizer.on(workers).quantize(guard);
            assertArrayEquals(alone.codes(), shared.codes());
            assertArrayEquals(alone.scales(), shared.scales());
            assertArrayEquals(alone.biasShift(), shared.biasShift());
            assertEquals(alone.guarded(), shared.guarded());
        }
        assertTrue(alone.guarded() > 0);
    }
}
