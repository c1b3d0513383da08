package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jquant.grid.Range;
import io.jquant.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChannelScanTest {
    private static ChannelStatistics statistics(int axis, ChannelScan... scans) {
        ChannelAccumulator a = new ChannelAccumulator(axis);
        for (ChannelScan s : scans) {
            a.add(s);
        }
        return a.statistics();
    }

    private static void assertSame(ChannelStatistics want, ChannelStatistics got) {
        assertArrayEquals(want.min(), got.min());
        assertArrayEquals(want.max(), got.max());
        assertArrayEquals(want.mean(), got.mean());
        assertArrayEquals(want.meanSquare(), got.meanSquare());
    }

    @Test
    void channelsAreToldApartOnEveryAxis() {
        Shape shape = Shape.of(3, 5, 4, 7);
        float[] x = Distributions.gaussian(3 * 5 * 4 * 7);
        for (int axis = 0; axis < 4; axis++) {
            int n = shape.dim(axis);
            int inner = (int) shape.size(axis + 1, 4);
            double[] sum = new double[n];
            double[] squares = new double[n];
            float[] min = new float[n];
            float[] max = new float[n];
            for (int i = 0; i < x.length; i++) {
                int c = i / inner % n;
                sum[c] += x[i];
                squares[c] += (double) x[i] * x[i];
                min[c] = Math.min(min[c], x[i]);
                max[c] = Math.max(max[c], x[i]);
            }
            ChannelScan scan = new ChannelScan(x, shape, axis);
            ChannelStatistics got = statistics(axis, scan);
            int each = x.length / n;
            for (int c = 0; c < n; c++) {
                // Runs are summed in float, to within a few of its steps of the magnitudes.
                assertEquals(sum[c] / each, got.mean()[c], 1e-6);
                assertEquals(squares[c] / each, got.meanSquare()[c], 1e-6);
            }
            assertArrayEquals(min, got.min());
            assertArrayEquals(max, got.max());
            assertEquals(x.length, scan.whole.count());
        }
    }

    @Test
    void batchIsTheSameAsItsSamplesInAnyOrder() {
        int[][] shapes = {{6, 3, 5, 5}, {6, 8}, {6, 20, 4}};
        int[] axes = {1, 1, 2};
        for (int s = 0; s < shapes.length; s++) {
            Shape batch = Shape.of(shapes[s]);
            float[] x = Distributions.gaussian((int) batch.size());
            int each = x.length / 6;
            ChannelScan[] single = new ChannelScan[6];
            for (int i = 0; i < 6; i++) {
                float[] part = Arrays.copyOfRange(x, i * each, (i + 1) * each);
                single[5 - i] = new ChannelScan(part, batch.withDim(0, 1), axes[s]);
            }
            assertSame(
                    statistics(axes[s], new ChannelScan(x, batch, axes[s])),
                    statistics(axes[s], single));
        }
    }

    @Test
    void positionsOnTheOutermostAxisAreOnePortion() {
        assertEquals(1, new ChannelScan(new float[197 * 8], Shape.of(197, 8), 1).portions);
        assertEquals(16, new ChannelScan(new float[16 * 8], Shape.of(16, 8), 1).portions);
    }

    @Test
    void valuesThatAreNotFiniteAreLeftOutOfTheirChannel() {
        float[] x = new float[2 * 10];
        Arrays.fill(x, 2);
        x[3] = Float.NaN;
        x[4] = Float.POSITIVE_INFINITY;
        for (int axis = 0; axis < 2; axis++) {
            ChannelScan scan = new ChannelScan(x, Shape.of(2, 10), axis);
            assertEquals(18, scan.whole.finite());
            assertEquals(1, scan.whole.nan());
            assertEquals(1, scan.whole.infinite());
            assertEquals(new Range(2, 2), scan.whole.range());
            ChannelStatistics got = statistics(axis, scan);
            for (int c = 0; c < got.channels(); c++) {
                assertEquals(2, got.mean()[c]);
                assertEquals(4, got.meanSquare()[c]);
            }
        }
    }

    @Test
    void varyingNumberOfChannelsGivesNone() {
        assertNull(
                statistics(
                        1,
                        new ChannelScan(new float[6], Shape.of(2, 3), 1),
                        new ChannelScan(new float[8], Shape.of(2, 4), 1)));
    }
}
