package io.jquant.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.tensor.ElementType;
import org.junit.jupiter.api.Test;

class ArenaTest {
    private final Arena arena = new Arena();

    private Buffer take(long floats) {
        return arena.take(ElementType.FLOAT, floats);
    }

    /** A chain of layers; the last result is handed out. */
    private Object[] chain(long... sizes) {
        Object[] arrays = new Object[sizes.length];
        Buffer last = null;
        for (int i = 0; i < sizes.length; i++) {
            Buffer b = take(sizes[i]);
            arrays[i] = b.array;
            if (last != null) {
                arena.release(last);
            }
            last = b;
        }
        arena.giveAway(last);
        arena.endRun();
        return arrays;
    }

    @Test
    void runsAfterTheFirstShareArraysThatAreNotWantedAtOnce() {
        chain(1000, 500, 900, 10);
        Object[] second = chain(1000, 500, 900, 10);
        assertSame(second[0], second[2]);
        assertNotSame(second[0], second[1]);
        Object[] third = chain(1000, 500, 900, 10);
        assertSame(second[0], third[0]);
        assertSame(second[1], third[1]);
    }

    @Test
    void whatIsHandedOutIsNeverHandedOutAgain() {
        chain(1000, 500, 900, 10);
        Object[] second = chain(1000, 500, 900, 10);
        Object[] third = chain(1000, 500, 900, 10);
        assertNotSame(second[3], third[3]);
    }

    @Test
    void peakOfTheFirstRunIsWhatIsWantedAtOnce() {
        chain(1000, 500, 900, 10);
        assertEquals(4 * 1500, arena.peakBytes());
        chain(1000, 500, 900, 10);
        assertEquals(4 * 1510, arena.peakBytes());
    }

    @Test
    void arraysThatWaitAreLetGoWhenAllTogetherWouldTakeMuchMore() {
        for (int run = 0; run < 3; run++) {
            for (int size : new int[] {1000, 300, 90, 27}) { // too different to share
                Buffer one = take(size);
                Buffer two = take(size);
                Buffer three = take(size);
                arena.release(one);
                arena.release(two);
                arena.release(three);
            }
            Buffer large = take(3000);
            arena.release(large);
            arena.endRun();
        }
        assertTrue(arena.peakBytes() <= 4 * 3750, arena.peakBytes() + " bytes");
    }

    @Test
    void runOfOtherSizesIsPlannedAnew() {
        chain(1000, 500, 900, 10);
        chain(1000, 500, 900, 10);
        chain(1000, 600, 901, 10);
        Object[] next = chain(1000, 600, 901, 10);
        assertSame(next[0], next[2]);
    }

    @Test
    void arrayThatIsHeldLongerThanPlannedIsNotShared() {
        for (int run = 0; run < 2; run++) {
            Buffer a = take(100);
            arena.release(a);
            Buffer b = take(100);
            arena.release(b);
            arena.endRun();
        }
        Buffer a = take(100);
        Buffer b = take(100); // the plan had them share one array
        assertNotSame(a.array, b.array);
        arena.release(b);
        arena.giveAway(a); // and one that was shared may be handed out
        arena.endRun();
        for (int run = 0; run < 2; run++) {
            Buffer c = take(100);
            assertNotSame(a.array, c.array);
            arena.release(c);
            Buffer d = take(100);
            assertNotSame(a.array, d.array);
            arena.release(d);
            arena.endRun();
        }
    }
}
