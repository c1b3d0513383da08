package io.jquant.data;

import static io.jquant.data.SampleFixture.counting;
import static io.jquant.data.SampleFixture.floats;
import static io.jquant.data.SampleFixture.model;
import static io.jquant.data.SampleFixture.names;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.data.preprocess.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawTest {
    @Test
    void everyRunOfTheListIsDrawnFromOnce() {
        for (int n = 1; n < 60; n++) {
            for (int k = 1; k <= n; k++) {
                int[] drawn = Draw.evenly(n, k, 17);
                assertEquals(k, drawn.length);
                for (int i = 0; i < k; i++) {
                    assertTrue(drawn[i] >= i * n / k && drawn[i] < (i + 1) * n / k);
                }
            }
        }
    }

    @Test
    void allAreTakenWhenThereAreNoMore() {
        assertArrayEquals(new int[] {0, 1, 2}, Draw.evenly(3, 100, 5));
        assertArrayEquals(new int[0], Draw.evenly(0, 5, 5));
    }

    @Test
    void theSeedDecides() {
        assertArrayEquals(Draw.evenly(1000, 10, 3), Draw.evenly(1000, 10, 3));
        assertFalse(Arrays.equals(Draw.evenly(1000, 10, 3), Draw.evenly(1000, 10, 4)));
        assertArrayEquals(DRAW_OF_SEED_0, Draw.evenly(1000, 5, 0));
    }

    private static final int[] DRAW_OF_SEED_0 = {127, 327, 515, 619, 981};

    @Test
    void hugeListsDoNotOverflow() {
        int[] drawn = Draw.evenly(Integer.MAX_VALUE, 1000, 1);
        assertTrue(IntStream.range(1, 1000).allMatch(i -> drawn[i] > drawn[i - 1]));
    }

    @Test
    void whatIsHeldOutIsNotFitted() {
        for (int n = 2; n < 50; n++) {
            Draw.Split s = Draw.holdOut(n, 0.2, 0);
            assertEquals(Math.max(1, Math.round(0.2 * n)), s.held().length);
            int[] all =
                    IntStream.concat(Arrays.stream(s.fit()), Arrays.stream(s.held()))
                            .sorted()
                            .toArray();
            assertArrayEquals(IntStream.range(0, n).toArray(), all);
        }
        assertEquals(1, Draw.holdOut(5, 1, 0).fit().length);
        assertEquals(0, Draw.holdOut(5, 0, 0).held().length);
        assertArrayEquals(new int[] {0}, Draw.holdOut(1, 0.5, 0).fit());
        assertArrayEquals(new int[] {0}, Draw.holdOut(1, 0.5, 0).held());
        assertThrows(IllegalArgumentException.class, () -> Draw.holdOut(5, 1.5, 0));
        assertThrows(IllegalArgumentException.class, () -> Draw.holdOut(5, Double.NaN, 0));
    }

    @Test
    void drawnSamplesStayInOrder(@TempDir Path dir) throws IOException {
        SampleFixture fix = new SampleFixture(dir);
        for (int i = 0; i < 30; i++) {
            fix.npy("f/" + (char) ('a' + i % 26) + i + ".npy", counting(i, 1, 2));
        }
        SampleSource s =
                SampleSources.open(
                        dir.resolve("f"),
                        model(floats("x", 1, 2)),
                        SampleOptions.of(PreprocessSpec.NONE).withLimit(7).withSeed(2));
        List<String> names = names(s);
        assertEquals(7, names.size());
        assertEquals(names.stream().sorted().toList(), names);
        SampleSource some = s.subset(5, 1);
        assertEquals(List.of(names.get(5), names.get(1)), names(some));
        assertEquals(names.get(1), some.load(1).name());
        assertEquals(
                s.load(5).tensors().get("x").floats()[0],
                some.load(0).tensors().get("x").floats()[0]);
        assertThrows(IndexOutOfBoundsException.class, () -> s.subset(7));
    }
}
