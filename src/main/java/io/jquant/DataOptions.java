package io.jquant;

import io.jquant.data.SampleOptions;
import io.jquant.data.preprocess.PreprocessOptions;

/**
 * Which samples are used and how they are prepared.
 *
 * @param source a folder, file, {@code @list.txt} or {@code random}, as docs/data.md describes
 * @param samples at most so many are drawn
 * @param seed of the draw
 * @param skipBad go on past samples that cannot be used, with a warning for each
 * @param preprocess how pictures are prepared
 */
public record DataOptions(
        String source, int samples, long seed, boolean skipBad, PreprocessOptions preprocess) {
    /** A source with the usual number of samples. */
    public static DataOptions of(String source) {
        return new DataOptions(source, SampleOptions.USUAL_LIMIT, 0, false, PreprocessOptions.NONE);
    }

    public DataOptions withSamples(int limit) {
        return new DataOptions(source, limit, seed, skipBad, preprocess);
    }

    public DataOptions withPreprocess(PreprocessOptions other) {
        return new DataOptions(source, samples, seed, skipBad, other);
    }
}
