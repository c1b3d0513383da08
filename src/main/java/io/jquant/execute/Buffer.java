package io.jquant.execute;

/** An array of an {@link Arena} with the number of values laid over it. */
final class Buffer {
    final Object array;
    final long bytes;
    final MemoryPlan.Request request;
    int references;

    /** Has it left its arena for good? */
    boolean givenAway;

    /**
     * @param bytes what it takes by itself; 0 when it shares its array
     * @param request what it was taken for; null when that is not noted
     */
    Buffer(Object array, long bytes, MemoryPlan.Request request) {
        this.array = array;
        this.bytes = bytes;
        this.request = request;
    }
}
