package io.jquant.data;

import io.jquant.data.preprocess.PreprocessSpec;

/**
 * How samples are drawn and read.
 *
 * @param limit at most so many samples are drawn ({@code --samples})
 * @param seed of the draw and of made-up data ({@code --seed})
 * @param preprocess how pictures are prepared; {@link PreprocessSpec#NONE} when that is not known
 * @param bad what happens with samples that cannot be used ({@code --skip-bad})
 */
public record SampleOptions(int limit, long seed, PreprocessSpec preprocess, BadSamples bad) {
    /** As many samples as are drawn when nobody says otherwise. */
    public static final int USUAL_LIMIT = 100;

    public SampleOptions {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit);
        }
    }

    /** 100 samples, seed 0, the first bad sample ends the work. */
    public static SampleOptions of(PreprocessSpec preprocess) {
        return new SampleOptions(USUAL_LIMIT, 0, preprocess, BadSamples.stop());
    }

    /** All samples that there are. */
    public SampleOptions all() {
        return withLimit(Integer.MAX_VALUE);
    }

    public SampleOptions withLimit(int most) {
        return new SampleOptions(most, seed, preprocess, bad);
    }

    public SampleOptions withSeed(long other) {
        return new SampleOptions(limit, other, preprocess, bad);
    }

    public SampleOptions withBad(BadSamples policy) {
        return new SampleOptions(limit, seed, preprocess, policy);
    }
}
