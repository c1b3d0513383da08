package io.jquant.kernel;

/**
 * Where panels lie: one that begins with padded row (or column) s of the matrix has its element k
 * at {@code data[off + s * depth + (from + k) * height]}.
 *
 * @param depth elements of K that are packed
 * @param from the first of them to take
 */
record PackedBlock(float[] data, int off, int depth, int from) {
    int panel(int start, int height) {
        return off + start * depth + from * height;
    }
}
