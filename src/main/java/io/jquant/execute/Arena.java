package io.jquant.execute;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The arrays of one run, used by one thread at a time. The first run makes an array for each
 * request and notes when each was wanted; from this a {@link MemoryPlan} is made, after which runs
 * that ask for the same sizes in the same order share a few arrays and allocate little but what
 * they hand out. A run that asks for something else makes arrays again, and a new plan is made.
 *
 * <p>Arrays that wait for their next tenant are let go when all together would take much more than
 * what is wanted at once.
 */
final class Arena {
    /** A run with more requests, such as a long loop, is not planned for. */
    private static final int MOST_REQUESTS = 100_000;

    private final List<MemoryPlan.Request> requests = new ArrayList<>();
    private MemoryPlan plan = MemoryPlan.NONE;
    private Buffer[] shared = new Buffer[0]; // by place of the plan: who has or last had the array
    private boolean asPlanned;
    private int clock;
    private long sharedBytes;
    private long otherBytes;
    private long peakBytes;

    /** An array for this many elements, with garbage in it; its reference count is 1. */
    Buffer take(ElementType type, long elements) {
        long entries = elements * type.entriesPerElement();
        int index = requests.size();
        asPlanned &= plan.expects(index, type.storage(), entries);
        MemoryPlan.Request request = null;
        if (index < MOST_REQUESTS) {
            request = new MemoryPlan.Request(type.storage(), entries, clock++);
            requests.add(request);
        }
        int place = asPlanned ? plan.place(index) : MemoryPlan.OWN;
        Buffer b =
                place == MemoryPlan.OWN || isHeld(shared[place])
                        ? own(type, entries, request)
                        : share(place, type, request);
        b.references = 1;
        peakBytes = Math.max(peakBytes, sharedBytes + otherBytes);
        return b;
    }

    private Buffer own(ElementType type, long entries, MemoryPlan.Request request) {
        long bytes = bytes(type, entries);
        makeRoom(bytes);
        Buffer b = new Buffer(array(type, entries), bytes, request);
        otherBytes += bytes;
        return b;
    }

    private Buffer share(int place, ElementType type, MemoryPlan.Request request) {
        Buffer last = shared[place];
        Object array;
        if (last == null) {
            long bytes = bytes(type, plan.entries(place));
            makeRoom(bytes);
            array = array(type, plan.entries(place));
            sharedBytes += bytes;
        } else {
            array = last.array;
        }
        shared[place] = new Buffer(array, 0, request);
        return shared[place];
    }

    /** Forgets arrays that nobody holds until so many bytes more are within bounds. */
    private void makeRoom(long bytes) {
        for (int p = 0; p < shared.length; p++) {
            if (sharedBytes + otherBytes + bytes <= plan.mostBytes()) {
                return;
            }
            if (!isHeld(shared[p])) {
                drop(p);
            }
        }
    }

    private void drop(int place) {
        if (shared[place] != null) {
            sharedBytes -= plan.bytes(place);
            shared[place] = null;
        }
    }

    /** A run of other values may hold an array longer than the one that was planned after. */
    private static boolean isHeld(Buffer b) {
        return b != null && b.references > 0;
    }

    /** Ends one use of an array; after the last it may be handed out again. */
    void release(Buffer buffer) {
        if (--buffer.references == 0) {
            otherBytes -= buffer.bytes;
            if (buffer.request != null) {
                buffer.request.end(clock++);
            }
        }
    }

    /**
     * Lets an array go, to whoever called the run or into a sequence: it will not be handed out
     * again, whatever other uses of it end.
     */
    void giveAway(Buffer buffer) {
        if (!buffer.givenAway) {
            buffer.givenAway = true;
            buffer.references++;
            otherBytes -= buffer.bytes;
        }
    }

    /** All that was taken is released or given away; the next run may begin. */
    void endRun() {
        boolean repeated = asPlanned && requests.size() == plan.size();
        if (!repeated) {
            plan =
                    requests.size() < MOST_REQUESTS
                            ? MemoryPlan.of(List.copyOf(requests))
                            : MemoryPlan.NONE;
            shared = new Buffer[plan.places()];
            sharedBytes = 0;
        }
        for (int p = 0; p < shared.length; p++) {
            if (isHeld(shared[p])) {
                drop(p); // it belongs to the caller now
            }
        }
        asPlanned = true;
        requests.clear();
        clock = 0;
        otherBytes = 0;
    }

    /** The most bytes that were held at once. */
    long peakBytes() {
        return peakBytes;
    }

    private static Object array(ElementType type, long entries) {
        int each = type.entriesPerElement();
        return Tensor.newStorage(type, (entries + each - 1) / each);
    }

    private static long bytes(ElementType type, long entries) {
        return entries * MemoryPlan.entryBytes(type.storage());
    }
}
