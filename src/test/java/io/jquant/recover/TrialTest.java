package io.jquant.recover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.support.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialTest {
    private final List<Integer> run = new ArrayList<>();

    private Trial trial(int samples) {
        return new Trial(
                i -> {
                    run.add(i);
                    return new double[] {i, i == 2 ? Double.NaN : 10 - i, -5};
                },
                samples,
                Workers.SERIAL);
    }

    @Test
    void samplesAreRunOnceAndNoMoreThanAsked() {
        Trial t = trial(6);
        assertEquals(2, t.run(Subset.QUARTER));
        assertEquals(1, t.run(Subset.EVEN));
        assertEquals(0, t.run(Subset.EVEN));
        assertEquals(List.of(0, 4, 2), run);
        assertEquals(3, t.run(Subset.ALL));
    }

    @Test
    void meansLeaveOutWhatCannotBeCompared() {
        Trial t = trial(6);
        t.run(Subset.ALL);
        assertArrayEquals(new double[] {2, 8, -5}, t.means(Subset.EVEN));
        assertArrayEquals(new double[] {3, 7, -5}, t.means(Subset.ODD));
    }

    @Test
    void theWorstOfThoseThatJudgeCounts() {
        Trial t = trial(2);
        t.run(Subset.ALL);
        assertEquals(0.5, t.worst(Subset.ALL, true, true, false));
        assertEquals(9.5, t.worst(Subset.ALL, false, true, false));
        assertEquals(Double.NEGATIVE_INFINITY, t.worst(Subset.ALL, false, false, false));
    }

    @Test
    void chanceIsTheStandardErrorOfTheGains() {
        Trial before = new Trial(i -> new double[] {0}, 4, Workers.SERIAL);
        Trial same = new Trial(i -> new double[] {2}, 4, Workers.SERIAL);
        Trial uneven = new Trial(i -> new double[] {i % 2 == 0 ? 1 : 3}, 4, Workers.SERIAL);
        for (Trial t : List.of(before, same, uneven)) {
            t.run(Subset.ALL);
        }
        assertEquals(0, same.chance(before, 0));
        assertEquals(Math.sqrt(4.0 / 3 / 4), uneven.chance(before, 0), 1e-12);
        assertEquals(0, same.worstFigure(true));
        assertEquals(-1, same.worstFigure(false));
    }

    @Test
    void anotherIsBeatenByMoreThanChance() {
        Trial before = run(0, 0, 0, 0);
        assertTrue(run(2, 2, 2, 2).beats(before, true));
        assertTrue(run(1, 3, 1, 3).beats(before, true));
        assertFalse(run(-3, 4, -3, 4).beats(before, true));
        assertFalse(before.beats(before, true));
        assertFalse(run(2, 2, 2, 2).beats(before, false));
    }

    @Test
    void fewSamplesMustGainMore() {
        // a mean of 1, and a standard error of 0.6 either way: Student's factors are 1.84 and 1.08
        assertFalse(run(0.4, 1.6).beats(run(0, 0), true));
        double apart = 0.6 * Math.sqrt(7);
        double[] eight = new double[8];
        for (int i = 0; i < 8; i++) {
            eight[i] = 1 + (i % 2 == 0 ? apart : -apart);
        }
        assertTrue(run(eight).beats(run(new double[8]), true));
        assertFalse(run(5).beats(run(0), true), "of one sample nothing can be told");
    }

    private static Trial run(double... decibels) {
        Trial t = new Trial(i -> new double[] {decibels[i]}, decibels.length, Workers.SERIAL);
        t.run(Subset.ALL);
        return t;
    }
}
