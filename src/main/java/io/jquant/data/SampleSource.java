package io.jquant.data;

import java.nio.file.Path;
import java.util.List;

/**
 * A list of samples that are read when they are asked for. Nothing is kept in memory; samples may
 * be loaded by several threads at once, each as often as one likes, always with the same bits.
 */
public interface SampleSource {
    /** How many samples there are; at least 1. */
    int size();

    /** The name of a sample: that of its file or folder, relative to what was opened. */
    String name(int index);

    /**
     * Reads one sample and checks it against the model's inputs.
     *
     * @throws io.jquant.support.JquantException of kind DATA, naming the file; see {@link
     *     BadSamples} for going on without it
     */
    Sample load(int index);

    /** Is the data made up, so that nothing but speed can be learnt from it? */
    default boolean isMadeUp() {
        return false;
    }

    /** The files that samples are read from; none where data is made up. */
    default List<Path> files() {
        return List.of();
    }

    /** Only the samples of these numbers, in this order. */
    default SampleSource subset(int... indices) {
        return new Subset(this, indices.clone());
    }
}
