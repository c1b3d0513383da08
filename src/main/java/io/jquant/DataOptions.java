package io.jquant;

import io.jquant.data.SampleOptions;
import io.jquant.data.SampleSources;
import io.jquant.data.preprocess.PreprocessOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which samples are used and how they are prepared.
 *
 * @param source a folder, file, {@code @list.txt} or {@code random}, as docs/data.md describes
 * @param samples at most so many are drawn
 * @param seed of the draw
 * @param skipBad go on past samples that cannot be used, with a warning for each
 * @param preprocess how pictures are prepared
 * @param states output → input that it is fed to at the next step of a sequence
 * @param holdout the share of the drawn samples that is kept out of range finding, to judge choices
 *     and the result by, 0 … 1 (not included)
 */
public record DataOptions(
        String source,
        int samples,
        long seed,
        boolean skipBad,
        PreprocessOptions preprocess,
        Map<String, String> states,
        double holdout) {
    public DataOptions {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        if (!(holdout >= 0 && holdout < 1)) {
            throw new IllegalArgumentException("holdout " + holdout);
        }
    }

    /** A source with the usual number of samples. */
    public static DataOptions of(String source) {
        return new DataOptions(
                source, SampleOptions.USUAL_LIMIT, 0, false, PreprocessOptions.NONE, Map.of(), 0);
    }

    /** Is the source {@code random}? */
    boolean isMadeUp() {
        return source.equals(SampleSources.RANDOM);
    }

    public DataOptions withSamples(int limit) {
        return new DataOptions(source, limit, seed, skipBad, preprocess, states, holdout);
    }

    public DataOptions withSeed(long other) {
        return new DataOptions(source, samples, other, skipBad, preprocess, states, holdout);
    }

    public DataOptions withSkipBad(boolean skip) {
        return new DataOptions(source, samples, seed, skip, preprocess, states, holdout);
    }

    public DataOptions withPreprocess(PreprocessOptions other) {
        return new DataOptions(source, samples, seed, skipBad, other, states, holdout);
    }

    public DataOptions withStates(Map<String, String> outputToInput) {
        return new DataOptions(source, samples, seed, skipBad, preprocess, outputToInput, holdout);
    }

    public DataOptions withHoldout(double share) {
        return new DataOptions(source, samples, seed, skipBad, preprocess, states, share);
    }
}
