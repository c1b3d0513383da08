package io.jquant.execute;

/** An array of an {@link Arena} with the number of values laid over it. */
final class Buffer {
    final Object array;
    final long bytes;
    int references;

    Buffer(Object array, long bytes) {
        this.array = array;
        this.bytes = bytes;
    }
}
