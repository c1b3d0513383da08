package io.jquant.optimize;

import io.jquant.target.Target;
import java.util.List;

/**
 * What is wanted of the optimizer.
 *
 * @param opset the opset of the result, at least 13; a model with a later one keeps it
 * @param target the runtime that the model is to be quantized for; null to optimize only
 * @param passes names of the passes to run, in this order, or, each with a + before it, of passes
 *     to run as well; null for all that the purpose asks for
 * @param skip names of passes to leave out
 * @param stopAfterStep stop when this many passes have changed the model; negative for no limit
 * @param verify how many random feeds to compare the outputs on; 0 for none
 * @param seed of the random feeds
 * @param threads for the comparison
 */
public record OptimizeOptions(
        int opset,
        Target target,
        List<String> passes,
        List<String> skip,
        int stopAfterStep,
        int verify,
        long seed,
        int threads) {
    /** The opset that the target runtimes of the day all take. */
    public static final int DEFAULT_OPSET = 17;

    /** The lowest opset whose operators have the forms that passes and quantizer work on. */
    public static final int LOWEST_OPSET = 13;

    public OptimizeOptions {
        passes = passes == null ? null : List.copyOf(passes);
        skip = List.copyOf(skip);
    }

    /** Everything on, nothing verified. */
    public static OptimizeOptions standard() {
        return new OptimizeOptions(DEFAULT_OPSET, null, null, List.of(), -1, 0, 0, 1);
    }

    public OptimizeOptions withOpset(int version) {
        return new OptimizeOptions(
                version, target, passes, skip, stopAfterStep, verify, seed, threads);
    }

    public OptimizeOptions withTarget(Target runtime) {
        return new OptimizeOptions(
                opset, runtime, passes, skip, stopAfterStep, verify, seed, threads);
    }

    public OptimizeOptions withPasses(List<String> names) {
        return new OptimizeOptions(
                opset, target, names, skip, stopAfterStep, verify, seed, threads);
    }

    public OptimizeOptions withSkip(List<String> names) {
        return new OptimizeOptions(
                opset, target, passes, names, stopAfterStep, verify, seed, threads);
    }

    public OptimizeOptions withStopAfterStep(int steps) {
        return new OptimizeOptions(opset, target, passes, skip, steps, verify, seed, threads);
    }

    public OptimizeOptions withVerify(int feeds, long feedSeed, int workers) {
        return new OptimizeOptions(
                opset, target, passes, skip, stopAfterStep, feeds, feedSeed, workers);
    }
}
