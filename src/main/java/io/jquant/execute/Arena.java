package io.jquant.execute;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The arrays of one run, handed out, taken back at the last use and handed out again, so that runs
 * after the first allocate nothing. Used by one thread at a time.
 */
final class Arena {
    /** A free array up to this many times as long as needed is taken rather than a new one made. */
    private static final int SLACK = 2;

    /** Below this many entries any free array will do: the waste is not worth an allocation. */
    private static final int SMALL = 4096;

    private final Map<ElementType.Storage, List<Buffer>> free =
            new EnumMap<>(ElementType.Storage.class);
    private long freeBytes;
    private long liveBytes;
    private long peakBytes;

    /** An array for this many elements, with garbage in it; its reference count is 1. */
    Buffer take(ElementType type, long elements) {
        List<Buffer> candidates = free.computeIfAbsent(type.storage(), s -> new ArrayList<>());
        long need = elements * type.entriesPerElement();
        Buffer best = null;
        int bestAt = -1;
        int bestLength = Integer.MAX_VALUE;
        for (int i = 0; i < candidates.size(); i++) {
            int length = Array.getLength(candidates.get(i).array);
            if (length >= need && length < bestLength && length <= Math.max(SMALL, SLACK * need)) {
                best = candidates.get(i);
                bestAt = i;
                bestLength = length;
            }
        }
        if (best != null) {
            Buffer last = candidates.remove(candidates.size() - 1);
            if (best != last) {
                candidates.set(bestAt, last);
            }
            freeBytes -= best.bytes;
        } else {
            if (freeBytes > liveBytes) {
                drop(); // shapes have changed: what is kept does not fit what is asked for
            }
            best = new Buffer(Tensor.newStorage(type, elements), need * entryBytes(type.storage()));
        }
        best.references = 1;
        liveBytes += best.bytes;
        peakBytes = Math.max(peakBytes, liveBytes + freeBytes);
        return best;
    }

    /** Ends one use of an array; after the last it may be handed out again. */
    void release(ElementType.Storage storage, Buffer buffer) {
        if (--buffer.references == 0) {
            free.computeIfAbsent(storage, s -> new ArrayList<>()).add(buffer);
            liveBytes -= buffer.bytes;
            freeBytes += buffer.bytes;
        }
    }

    /** Lets an array go to whoever called the interpreter: it will not be handed out again. */
    void giveAway(Buffer buffer) {
        liveBytes -= buffer.bytes;
    }

    private void drop() {
        free.clear();
        freeBytes = 0;
    }

    /** The most bytes that were held at once. */
    long peakBytes() {
        return peakBytes;
    }

    private static int entryBytes(ElementType.Storage storage) {
        return switch (storage) {
            case FLOATS, INTS -> 4;
            case DOUBLES, LONGS, STRINGS -> 8;
            case SHORTS -> 2;
            case BYTES -> 1;
        };
    }
}
