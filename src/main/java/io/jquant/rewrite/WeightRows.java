package io.jquant.rewrite;

import io.jquant.support.Workers;

/**
 * The weights of a heavy operator by output channels: one row for each, in the order of summation.
 * In the file the numbers of a column of a matrix lie far from each other; they are brought
 * together once, several rows at a time, before they are looked at again and again.
 */
final class WeightRows {
    /** Rows that are read and written together, so that neighbours in the file serve all. */
    private static final int TOGETHER = 16;

    private final WeightLayout layout;
    private final Workers workers;
    private final float[] rows;

    WeightRows(WeightLayout layout, float[] weights, Workers workers) {
        this.layout = layout;
        this.workers = workers;
        rows = new float[layout.channels() * layout.depth()];
        int[] order = layout.order();
        forEachBlock(
                (from, to) -> {
                    for (int k = 0; k < order.length; k++) {
                        for (int c = from; c < to; c++) {
                            rows[c * order.length + k] = weights[layout.base()[c] + order[k]];
                        }
                    }
                });
    }

    /** Channels that one thread works on. */
    @FunctionalInterface
    interface Block {
        /** Works on the channels from … to - 1. */
        void run(int from, int to);
    }

    WeightLayout layout() {
        return layout;
    }

    /** How many numbers are summed per output. */
    int depth() {
        return layout.depth();
    }

    /** Where a channel's row begins in {@link #numbers}. */
    int start(int channel) {
        return channel * layout.depth();
    }

    /** All rows, one after the other. */
    float[] numbers() {
        return rows;
    }

    /** Shares all channels out to the threads. */
    void forEachBlock(Block block) {
        int channels = layout.channels();
        workers.forEach(
                (channels + TOGETHER - 1) / TOGETHER,
                i -> block.run(i * TOGETHER, Math.min(channels, (i + 1) * TOGETHER)));
    }

    /**
     * Codes as they lie in the file.
     *
     * @param codes in rows
     * @param size of the weight
     */
    byte[] laidOut(byte[] codes, int size) {
        byte[] out = new byte[size];
        int[] order = layout.order();
        forEachBlock(
                (from, to) -> {
                    for (int k = 0; k < order.length; k++) {
                        for (int c = from; c < to; c++) {
                            out[layout.base()[c] + order[k]] = codes[c * order.length + k];
                        }
                    }
                });
        return out;
    }
}
