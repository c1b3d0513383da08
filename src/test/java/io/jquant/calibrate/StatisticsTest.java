package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    /** Everything that can be read from statistics. */
    private static String contents(Statistics s) {
        StringBuilder out = new StringBuilder();
        out.append(s.count()).append(' ').append(s.nan()).append(' ').append(s.infinite());
        out.append(s.isEmpty() ? " empty" : " " + s.seen());
        Histogram h = s.histogram();
        out.append(" zeros ").append(h.zeros()).append(" of ").append(h.total());
        for (int b = 0; b < BinLayout.BLOCKS; b++) {
            int block = b;
            if (!h.isEmpty(block)) {
                long[] counts = new long[h.layout().blockLength()];
                for (int i = 0; i < counts.length; i++) {
                    counts[i] = h.count(block, i);
                }
                out.append('\n').append(block).append(Arrays.toString(counts));
                if (h.knowsMeans(block)) {
                    double[] means = new double[counts.length];
                    Arrays.setAll(means, i -> h.mean(block, i));
                    out.append(Arrays.toString(means));
                }
            }
        }
        return out.toString();
    }

    private static float[] anyFloats(Random random) {
        float[] values = new float[random.nextInt(3000)];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    random.nextInt(3) == 0
                            ? Float.intBitsToFloat(random.nextInt()) // NaN and all else
                            : (float) random.nextGaussian();
        }
        return values;
    }

    @Property(tries = 60)
    void mergingPortionsInAnyOrderIsLikeSeeingAllAtOnce(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int portions) {
        Random random = new Random(seed);
        float[] values = anyFloats(random);
        List<Statistics> parts = new ArrayList<>();
        int from = 0;
        for (int p = 0; p < portions; p++) {
            int to =
                    p == portions - 1
                            ? values.length
                            : from + random.nextInt(values.length - from + 1);
            parts.add(Statistics.of(Arrays.copyOfRange(values, from, to), 9));
            from = to;
        }
        Collections.shuffle(parts, random);
        while (parts.size() > 1) { // in any shape of a tree
            Statistics other = parts.remove(random.nextInt(parts.size()));
            parts.get(random.nextInt(parts.size())).merge(other);
        }
        assertEquals(contents(Statistics.of(values, 9)), contents(parts.get(0)));
    }

    @Property(tries = 60)
    void everyFiniteValueIsCountedOnce(@ForAll long seed) {
        float[] values = anyFloats(new Random(seed));
        Statistics s = Statistics.of(values, 9);
        assertEquals(values.length, s.count());
        assertEquals(s.finite(), s.histogram().total());
    }

    @Test
    void extremesAreExactAndWithoutNegativeZero() {
        Statistics s = Statistics.of(new float[] {-0f, 0.1f, 7.3f}, 12);
        assertEquals(new Range(0f, 7.3f), s.seen());
        assertEquals(0, Float.floatToRawIntBits(s.seen().min()));
    }

    @Test
    void valuesThatAreNotFiniteAreCountedAndLeftOut() {
        float inf = Float.POSITIVE_INFINITY;
        Statistics s = Statistics.of(new float[] {1, Float.NaN, -inf, 2, inf, Float.NaN}, 12);
        assertEquals(2, s.nan());
        assertEquals(2, s.infinite());
        assertEquals(2, s.finite());
        assertEquals(new Range(1, 2), s.seen());
        assertEquals(2, s.histogram().total());
    }

    @Test
    void nothingButNanIsEmpty() {
        assertTrue(Statistics.of(new float[] {Float.NaN}, 12).isEmpty());
        assertTrue(Statistics.of(new float[0], 12).isEmpty());
    }

    @Test
    void countsBeyondTheRangeOfIntAreKept() {
        Histogram h = new Histogram(new BinLayout(4), true);
        long[] counts = new long[16];
        int many = 10_000_000;
        counts[3] = ((long) many << BinCounter.SUM_BITS) + many * 10_000L;
        for (int i = 0; i < 1000; i++) {
            h.addBlock(130, counts, 0, 1, many);
        }
        Histogram other = new Histogram(new BinLayout(4), true);
        other.addBlock(130, counts, 0, 1, many);
        other.addBlock(131, counts, 0, 1, many);
        h.merge(other);
        other.merge(h);
        assertEquals(10_010_000_000L, h.count(130, 3));
        assertEquals(10_000_000L, h.count(131, 3));
        assertEquals(10_020_000_000L, other.count(130, 3));
        assertEquals(10_040_000_000L, other.total());
        assertEquals(10_000 * 0x1p-19, other.mean(130, 3), 1e-12);
    }

    @Test
    void meansInTheUppermostOctavesAreExact() {
        Statistics s = Statistics.of(new float[] {1.25f, 1.5f, 1.75f, -6, -7, 100, 0.001f}, 8);
        Histogram h = s.histogram();
        assertEquals(0, h.mean(133, 36)); // 100 = 2^6 · (1 + 36 / 64), where the bin begins
        assertTrue(!h.knowsMeans(127));
        Histogram coarse = new Histogram(new BinLayout(4), true);
        BinCounter counter = new BinCounter(new BinLayout(4));
        Extremes extremes = new Extremes();
        float[] values = {16.25f, 16.75f, -20, 3};
        extremes.add(values, 0, 4);
        counter.count(values, 0, 4, extremes);
        counter.addTo(coarse);
        assertEquals(0.5, coarse.mean(131, 0)); // of [16, 17)
        assertEquals(0.25 * Math.sqrt(2), coarse.spread(131, 0), 1e-12);
        assertEquals(0, coarse.mean(256 + 131, 4)); // of (−21, −20]
        assertEquals(0, coarse.spread(256 + 131, 4));
        assertTrue(coarse.knowsMeans(128));
    }

    @Test
    void meansOfSmallMagnitudesAreNotKept() {
        Statistics small = Statistics.of(new float[] {1, 2}, 12);
        assertTrue(small.histogram().knowsMeans(127));
        small.merge(Statistics.of(new float[] {-16}, 12));
        assertTrue(!small.histogram().knowsMeans(127));
        assertTrue(small.histogram().knowsMeans(128));
        // What may be masks leaves those of the other values alone.
        small.merge(Statistics.of(new float[] {-1e9f}, 12));
        assertTrue(small.histogram().knowsMeans(128));
        assertTrue(small.withoutMasks().histogram().knowsMeans(128));
    }

    @Test
    void largeTensorsAreCountedInPieces() {
        float[] values = new float[2 * BinCounter.MOST_VALUES + 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 - 2;
        }
        values[values.length - 1] = 1000;
        Statistics s = Statistics.of(values, 12);
        assertEquals(values.length, s.histogram().total());
        assertEquals(1, s.histogram().count(127 + 9, (1000 - 512) * 2));
    }
}
