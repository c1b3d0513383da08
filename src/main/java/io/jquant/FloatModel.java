package io.jquant;

import io.jquant.calibrate.Plausibility;
import io.jquant.graph.Model;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.optimize.OptimizeReport;
import io.jquant.optimize.Optimizer;
import io.jquant.optimize.WideFloats;
import io.jquant.rewrite.Planner;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that is about to be calibrated: read and widened to float32, then {@linkplain #optimize
 * optimized}. Samples are opened between the two: what is wrong with them need not be waited for.
 *
 * @param plausibility what the model as it was read tells of its data
 * @param notes what users should know of it, one line each
 */
record FloatModel(Model model, Plausibility plausibility, List<String> notes) {
    /**
     * Opens a model file.
     *
     * @param keepInputs do 16-bit inputs keep their types?
     * @param keepOutputs do outputs?
     */
    static FloatModel open(Path file, boolean keepInputs, boolean keepOutputs, Stopwatch watch) {
        Model model = watch.time("load", () -> ModelFile.open(file));
        List<String> notes =
                Planner.isQuantized(model)
                        ? List.of()
                        : notes(WideFloats.apply(model, keepInputs, keepOutputs));
        return new FloatModel(model, new Plausibility(model), notes);
    }

    /** Optimizes the model, in its place. */
    OptimizeReport optimize(OptimizeOptions options, Stopwatch watch) {
        return watch.time("optimize", () -> Optimizer.optimize(model, options));
    }

    private static List<String> notes(WideFloats.Report widened) {
        return widened.isEmpty()
                ? List.of()
                : List.of(
                        "16-bit floats were widened to float32: "
                                + widened.constants()
                                + " constants and "
                                + widened.tensors()
                                + " tensors");
    }
}
