package io.jquant.execute;

import io.jquant.tensor.ElementType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/**
 * Which requests of a run share an array: those of which one ends before the other begins. The
 * largest are placed first, each in the smallest array that is free all the while ("greedy by size
 * for shared objects" in Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net
 * Inference, 2020, which comes within a few per cent of the least possible).
 */
final class MemoryPlan {
    /** The place of a request that gets an array of its own, since it outlives the run. */
    static final int OWN = -1;

    /** Arrays that are held at once may take this many times what is wanted at once. */
    private static final double MOST_HELD = 1.25;

    /** So many requests get arrays of their own at most, to stay within {@link #MOST_HELD}. */
    private static final int MOST_EXCEPTIONS = 1000;

    static final MemoryPlan NONE = new MemoryPlan(List.of());

    private final List<Request> requests;
    private final int[] places;
    private final long liveBytes;
    private final List<Place> shared = new ArrayList<>();

    /** What a run asked for: an array of a kind and size, from one moment to another. */
    static final class Request {
        private final ElementType.Storage storage;
        private final long entries;
        private final int begin;
        private int end = Integer.MAX_VALUE;

        Request(ElementType.Storage storage, long entries, int begin) {
            this.storage = storage;
            this.entries = entries;
            this.begin = begin;
        }

        void end(int time) {
            end = time;
        }

        private boolean endsWithinTheRun() {
            return end != Integer.MAX_VALUE;
        }

        private long bytes() {
            return entries * entryBytes(storage);
        }

        private boolean overlaps(Request other) {
            return begin < other.end && other.begin < end;
        }
    }

    /** An array, as large as its first tenant. */
    private record Place(ElementType.Storage storage, long entries, List<Request> tenants) {
        boolean suits(Request r) {
            return storage == r.storage && tenants.stream().noneMatch(r::overlaps);
        }
    }

    private MemoryPlan(List<Request> requests) {
        this.requests = requests;
        this.places = new int[requests.size()];
        this.liveBytes = peak(i -> requests.get(i).bytes()).bytes;
    }

    /** When the most is held, and how much. */
    private record Peak(int time, long bytes) {}

    /** The peak of all requests, given the bytes that each holds while it lasts. */
    private Peak peak(IntToLongFunction bytes) {
        TreeMap<Integer, Long> changes = new TreeMap<>(); // by time
        for (int i = 0; i < requests.size(); i++) {
            changes.merge(requests.get(i).begin, bytes.applyAsLong(i), Long::sum);
            changes.merge(requests.get(i).end, -bytes.applyAsLong(i), Long::sum);
        }
        Peak peak = new Peak(0, 0);
        long held = 0;
        for (Map.Entry<Integer, Long> e : changes.entrySet()) {
            held += e.getValue();
            peak = held > peak.bytes ? new Peak(e.getKey(), held) : peak;
        }
        return peak;
    }

    /** A plan for runs that ask for the same. */
    static MemoryPlan of(List<Request> requests) {
        MemoryPlan plan = new MemoryPlan(requests);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            plan.places[i] = OWN;
            if (requests.get(i).endsWithinTheRun()) {
                order.add(i);
            }
        }
        order.sort(Comparator.comparingLong(i -> -requests.get(i).entries)); // stable
        for (int i : order) {
            plan.places[i] = plan.place(requests.get(i));
        }
        int exceptions = 0;
        while (exceptions < MOST_EXCEPTIONS && plan.makesAnException()) {
            exceptions++;
        }
        return plan;
    }

    /**
     * Where too much is held at once because small tenants have large arrays, the one that wastes
     * most gets its own.
     */
    private boolean makesAnException() {
        Peak peak = peak(this::held);
        if (peak.bytes <= mostBytes()) {
            return false;
        }
        int worst = OWN;
        long waste = 0;
        for (int i = 0; i < places.length; i++) {
            Request r = requests.get(i);
            long w = held(i) - r.bytes();
            if (r.begin <= peak.time && peak.time < r.end && w > waste) {
                worst = i;
                waste = w;
            }
        }
        if (worst != OWN) {
            places[worst] = OWN;
        }
        return worst != OWN;
    }

    /** The bytes of a request's array. */
    private long held(int request) {
        int p = places[request];
        return p == OWN ? requests.get(request).bytes() : bytes(p);
    }

    /** The last place that suits is the smallest, since they are made in falling size. */
    private int place(Request r) {
        for (int p = shared.size() - 1; p >= 0; p--) {
            if (shared.get(p).suits(r)) {
                shared.get(p).tenants.add(r);
                return p;
            }
        }
        shared.add(new Place(r.storage, r.entries, new ArrayList<>(List.of(r))));
        return shared.size() - 1;
    }

    /** Is this what the request of this number asks for? */
    boolean expects(int index, ElementType.Storage storage, long entries) {
        return index < requests.size()
                && requests.get(index).storage == storage
                && requests.get(index).entries == entries;
    }

    /** The number of the array that a request shares, or {@link #OWN}. */
    int place(int index) {
        return places[index];
    }

    /** The size of an array in entries. */
    long entries(int place) {
        return shared.get(place).entries;
    }

    /** The size of an array in bytes. */
    long bytes(int place) {
        return entries(place) * entryBytes(shared.get(place).storage);
    }

    /** The most bytes that were wanted at once. */
    long liveBytes() {
        return liveBytes;
    }

    /** The most bytes that all arrays together should take; no bound when nothing is planned. */
    long mostBytes() {
        return requests.isEmpty() ? Long.MAX_VALUE : (long) (MOST_HELD * liveBytes);
    }

    static int entryBytes(ElementType.Storage storage) {
        return switch (storage) {
            case FLOATS, INTS -> 4;
            case DOUBLES, LONGS, STRINGS -> 8;
            case SHORTS -> 2;
            case BYTES -> 1;
        };
    }

    /** How many arrays are shared. */
    int places() {
        return shared.size();
    }

    /** How many requests are planned. */
    int size() {
        return requests.size();
    }
}
