package io.jquant;

import io.jquant.calibrate.RangeMethods;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.recover.Refine;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.WeightRanges;
import io.jquant.support.Problem;
import io.jquant.support.Progress;
import io.jquant.target.Coverage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the user of a {@link Quantizer} decides, told at its methods of the same names; null for
 * what the target decides.
 */
final class Settings {
    final Path file;
    Path output;
    DataOptions data;
    RangeOptions how = RangeOptions.of(RangeMethods.DEFAULT);
    Path ranges;
    Path saveRanges;
    String target = Quantizer.DEFAULT_TARGET;
    String format = "qdq";
    String activations;
    String inputType = "float";
    String outputType = "float";
    String coverage;
    boolean guard = true;
    boolean perTensorWeights;
    WeightRanges weightRanges = WeightRanges.AUTO;
    List<String> keepFloat = List.of();
    List<String> only = List.of();
    OptimizeOptions optimize = OptimizeOptions.standard().withVerify(2, 0, 1);
    boolean dryRun;
    Double minSqnr;
    Double minInt;
    int threads = Runtime.getRuntime().availableProcessors();
    Progress progress = Progress.NONE;

    Settings(Path file) {
        this.file = file;
    }

    /** Is the method to be chosen by the samples? */
    boolean isMethodOpen() {
        return how.isAuto() && ranges == null;
    }

    /** Where the result goes. */
    Path destination() {
        return output != null ? output : Quantizer.defaultOutput(file);
    }

    /** What is to be planned; a coverage that is to be chosen is the target's own. */
    PlanOptions plan(WrittenForm form) {
        PlanOptions options =
                PlanOptions.of(form.runtime())
                        .withGrid(how.named().grid())
                        .withGuardPairSums(guard)
                        .withPerTensorWeights(perTensorWeights)
                        .withWeightRanges(weightRanges)
                        .withKeepFloat(keepFloat)
                        .withOnly(only)
                        .withClipOutputs(how.clipOutputs())
                        .withQuantizedInputs(form.inputs() != null)
                        .withQuantizedOutputs(form.outputs() != null);
        if (coverage == null || isCoverageAuto()) {
            return options;
        }
        return switch (lower(coverage)) {
            case "full" -> options.withCoverage(Coverage.FULL);
            case "lean" -> options.withCoverage(Coverage.LEAN);
            default ->
                    throw Problem.OPTION_VALUE.with("--coverage", coverage, "full, lean or auto");
        };
    }

    /** Has the user asked for a choice of the coverage? */
    boolean isCoverageAuto() {
        return coverage != null && lower(coverage).equals("auto");
    }

    Bounds bounds() {
        return new Bounds(minSqnr, minInt);
    }

    /** All that the result depends on beside the target and the ranges' method, in one line. */
    String line() {
        List<String> out = new ArrayList<>();
        out.add("format=" + format);
        out.add("activations=" + (activations == null ? "target" : activations));
        out.add("coverage=" + (coverage == null ? "target" : lower(coverage)));
        out.add("method=" + how.method());
        if (how.refine() != Refine.NONE) {
            out.add("refine=" + lower(how.refine().name()));
        }
        out.add("weights=" + (perTensorWeights ? "per-tensor" : "per-axis"));
        out.add("weight-ranges=" + lower(weightRanges.name()));
        out.add("guard=" + guard);
        out.add("clip-outputs=" + how.clipOutputs());
        out.add("histogram-bits=" + how.histogramBits());
        out.add("input-type=" + inputType);
        out.add("output-type=" + outputType);
        if (data != null) {
            out.add("samples=" + data.samples());
            out.add("seed=" + data.seed());
        }
        if (!keepFloat.isEmpty()) {
            out.add("keep-float=" + String.join(",", keepFloat));
        }
        if (!only.isEmpty()) {
            out.add("only=" + String.join(",", only));
        }
        return String.join(" ", out);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
