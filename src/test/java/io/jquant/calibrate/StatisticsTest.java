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
        for (int block = 0; block < BinLayout.BLOCKS; block++) {
            if (!h.isEmpty(block)) {
                long[] counts = new long[h.layout().blockLength()];
                for (int i = 0; i < counts.length; i++) {
                    counts[i] = h.count(block, i);
                }
                out.append('\n').append(block).append(Arrays.toString(counts));
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
        Histogram h = new Histogram(new BinLayout(4));
        int[] counts = new int[16];
        counts[3] = 2_000_000_000;
        for (int i = 0; i < 5; i++) {
            h.addBlock(130, counts, 0, 1, counts[3]);
        }
        Histogram other = new Histogram(new BinLayout(4));
        other.addBlock(130, counts, 0, 1, counts[3]);
        other.addBlock(131, counts, 0, 1, counts[3]);
        h.merge(other);
        other.merge(h);
        assertEquals(12_000_000_000L, h.count(130, 3));
        assertEquals(2_000_000_000L, h.count(131, 3));
        assertEquals(14_000_000_000L, other.count(130, 3));
        assertEquals(18_000_000_000L, other.total());
    }
}
