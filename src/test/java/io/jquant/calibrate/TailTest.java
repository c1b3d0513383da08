package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TailTest {
    private static final float[] VALUES = {-8, -0.5f, 0, 0, 1e-20f, 1, 2, 3, 4};

    private static Tail tail(boolean negative, float... values) {
        GridError e = new GridError(Statistics.of(values, 12));
        return negative ? e.negative() : e.positive();
    }

    @Test
    void excessIsWhatLiesBeyondAThreshold() {
        Tail t = tail(false, VALUES);
        assertEquals(10, t.excess(0), 0.01);
        assertEquals(3 + 2 + 1, t.excess(1 + 0x1p-10), 0.01); // the bin of 1 is 2^-10 wide
        assertEquals(1.5 + 0.5, t.excess(2.5), 0.01);
        assertEquals(0, t.excess(4));
        assertEquals(0, t.excess(100));
        assertEquals(7.5, tail(true, VALUES).excess(0.5), 0.01);
    }

    @Test
    void countsWhatLiesBeyondAThreshold() {
        Tail t = tail(false, VALUES);
        assertEquals(5, t.count());
        assertEquals(5, t.above(1e-21));
        assertEquals(4, t.above(1e-10));
        assertEquals(2, t.above(2.5));
        assertEquals(0, t.above(4));
        assertEquals(2, tail(true, VALUES).count());
    }

    @Test
    void valuesInTheBinsOfTheExtremesLieThere() {
        float low = 1.00003f; // inside of its bin
        float high = 3.99997f;
        Tail t = tail(false, low, low, low, 2, high, high);
        assertEquals(6, t.above(1));
        assertEquals(6, t.above(1.00002));
        assertEquals(3, t.above(1.00004));
        assertEquals(2, t.above(3.9999));
        assertEquals(2 * (high - 3.9999), t.excess(3.9999), 1e-12);
        assertEquals(
                t.excess(1.00004) + 3 * (low - 1.00001), t.excess(1.00001) - 3 * 0.00003, 1e-9);
        assertEquals(high, t.thresholdFor(1));
        assertEquals(low, t.thresholdFor(4));
        Tail mirrored = tail(true, -low, -low, -low, -2, -high, -high);
        assertEquals(t.excess(1.5), mirrored.excess(1.5));
        assertEquals(t.energy(), mirrored.energy());
        // With a zero beside them the least magnitude is no extreme, but a lone value is its mean.
        assertEquals(4, tail(false, 0, low, 2, high, high).above(1.00002));
        assertEquals(3, tail(false, 0, low, 2, high, high).above(1.00004));
    }

    @Test
    void valuesAreSpreadAroundTheirMean() {
        float[] values = new float[1002];
        for (int i = 0; i < 1000; i++) {
            values[i] = 1.5f + (i + 0.5f) / 1000 * 0x1p-11f; // the lower half of a bin
        }
        values[1000] = 1.5f + 0x1.8p-10f; // in the bin beside it
        values[1001] = 6;
        Tail t = tail(false, values);
        assertEquals(502, t.above(1.5 + 0x1p-12), 1);
        assertEquals(2, t.above(1.5 + 0x1p-11), 1);
        double half = 0;
        for (float v : values) {
            half += Math.max(0, v - (1.5 + 0x1p-12));
        }
        assertEquals(half, t.excess(1.5 + 0x1p-12), 1e-4);
        assertEquals(1.5 + 0x1p-12, t.thresholdFor(502), 0x1p-20);
    }

    @Test
    void thresholdLeavesSoManyValuesBeyond() {
        float[] ramp = new float[10_000];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (i + 0.5f) / ramp.length;
        }
        Tail t = tail(false, ramp);
        for (double values : new double[] {50, 2500, 9000}) {
            double threshold = t.thresholdFor(values);
            assertEquals(1 - values / ramp.length, threshold, 1e-3);
            assertEquals(values, t.above(threshold), 1e-6);
        }
        assertEquals(1, t.thresholdFor(0), 1e-3);
        assertEquals(0, t.thresholdFor(10_000));
    }

    @Test
    void energyIsTheSumOfSquares() {
        assertEquals(1 + 4 + 9 + 16, tail(false, VALUES).energy(), 0.05);
        assertEquals(64.25, tail(true, VALUES).energy(), 0.2);
    }

    @Test
    void sideWithoutValuesIsEmpty() {
        Tail t = tail(true, 0, 1, 2, Float.MIN_VALUE);
        assertEquals(0, t.count());
        assertEquals(0, t.excess(0));
        assertEquals(0, t.above(0));
        assertEquals(0, t.thresholdFor(0));
        assertEquals(0, t.energy());
        assertEquals(0, t.occupied());
    }

    @Test
    void subnormalsCountAsZero() {
        Statistics s = Statistics.of(new float[] {Float.MIN_VALUE, -1e-39f, 0, -0f, 1}, 12);
        assertEquals(4, s.histogram().zeros());
        assertEquals(5, s.histogram().total());
    }
}
