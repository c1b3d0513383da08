package io.jquant.cli;

import io.jquant.DataOptions;
import io.jquant.data.preprocess.PreprocessOptions;
import io.jquant.support.Problem;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which samples of a source are used, and how. */
final class DataArgs {
    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "100",
            description = "at most N samples (${DEFAULT-VALUE}), drawn evenly from the sorted list")
    private int samples;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "seed of the draw (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--skip-bad",
            description = "go on past samples that cannot be used, with a warning for each")
    private boolean skipBad;

    @Option(
            names = "--holdout",
            paramLabel = "F",
            defaultValue = "0",
            description =
                    "share of the samples that is kept out of range finding, to judge by"
                            + " (${DEFAULT-VALUE})")
    private double holdout;

    @Mixin private StateArgs states;
    @Mixin private PreprocessArgs preprocess;

    DataOptions of(String source) {
        return of(source, null);
    }

    /** The same with a model's own preprocess file or preset, unless it is null. */
    DataOptions of(String source, String ownPreprocess) {
        if (samples < 1) {
            throw Problem.OPTION_VALUE.with("--samples", samples, "a number from 1 on");
        }
        if (!(holdout >= 0 && holdout < 1)) {
            throw Problem.OPTION_VALUE.with("--holdout", holdout, "a share from 0 to below 1");
        }
        return DataOptions.of(source)
                .withSamples(samples)
                .withSeed(seed)
                .withSkipBad(skipBad)
                .withPreprocess(
                        ownPreprocess == null
                                ? preprocess.options()
                                : PreprocessOptions.of(ownPreprocess))
                .withStates(states.outputToInput())
                .withHoldout(holdout);
    }
}
