package io.jquant.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.tensor.ElementType.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
    private static MemoryPlan.Request request(Storage storage, long size, int begin, int end) {
        MemoryPlan.Request r = new MemoryPlan.Request(storage, size, begin);
        r.end(end);
        return r;
    }

    @Test
    void noTwoTenantsOverlapAndEachFits() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 50; round++) {
            List<MemoryPlan.Request> requests = new ArrayList<>();
            List<int[]> times = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int begin = 2 * i;
                int end = begin + 1 + 2 * random.nextInt(8);
                times.add(new int[] {begin, end});
                Storage kind = random.nextInt(4) == 0 ? Storage.INTS : Storage.FLOATS;
                requests.add(request(kind, 1 + random.nextInt(1000), begin, end));
            }
            MemoryPlan plan = MemoryPlan.of(requests);
            assertTrue(plan.liveBytes() > 0);
            for (int i = 0; i < 60; i++) {
                for (int k = 0; k < i; k++) {
                    boolean together =
                            times.get(i)[0] < times.get(k)[1] && times.get(k)[0] < times.get(i)[1];
                    boolean own = plan.place(i) == MemoryPlan.OWN;
                    assertFalse(together && !own && plan.place(i) == plan.place(k));
                }
            }
        }
    }

    @Test
    void chainOfLayersNeedsTwoArrays() {
        List<MemoryPlan.Request> chain = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            chain.add(request(Storage.FLOATS, 100 + i, i, i + 2));
        }
        MemoryPlan plan = MemoryPlan.of(chain);
        assertEquals(2, plan.places());
        assertEquals(119, plan.entries(0));
        assertEquals(118, plan.entries(1));
        assertEquals(4 * (119 + 118), plan.liveBytes());
    }

    @Test
    void whatOutlivesTheRunHasAnArrayOfItsOwn() {
        MemoryPlan plan = MemoryPlan.of(List.of(new MemoryPlan.Request(Storage.FLOATS, 100, 0)));
        assertEquals(MemoryPlan.OWN, plan.place(0));
        assertEquals(0, plan.places());
    }
}
