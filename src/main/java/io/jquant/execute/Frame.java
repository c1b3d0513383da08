package io.jquant.execute;

import io.jquant.tensor.RuntimeValue;

/** The values of one graph, or body, while it runs: one slot per value. */
final class Frame {
    final RuntimeValue[] values;
    final Buffer[] buffers;

    Frame(int slots) {
        values = new RuntimeValue[slots];
        buffers = new Buffer[slots];
    }

    void set(int slot, RuntimeValue value, Buffer buffer) {
        values[slot] = value;
        buffers[slot] = buffer;
    }

    /** Forgets a value and gives its memory back. */
    void free(int slot, Arena arena) {
        Buffer b = buffers[slot];
        if (b != null) {
            arena.release(b);
            buffers[slot] = null;
        }
        values[slot] = null;
    }
}
