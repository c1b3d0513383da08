package io.jquant;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRequest;
import io.jquant.graph.Model;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.rewrite.QdqEmitter;
import io.jquant.rewrite.lint.FusionLint;
import io.jquant.rewrite.lint.LintReport;
import io.jquant.target.Coverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lean or full coverage, whichever suits a model: the one whose output is clearly closer to the
 * float model's on the samples that judge, else the one that is estimated to run faster.
 */
final class CoverageChoice {
    private static final Logger LOG = LoggerFactory.getLogger(CoverageChoice.class);

    /** So many decibels more or less are no clear difference. */
    private static final double SLACK = 0.5;

    private CoverageChoice() {}

    /** The tensors whose ranges are needed for either. */
    static List<TensorRequest> requests(Model model, PlanOptions options) {
        Map<String, TensorRequest> all = new LinkedHashMap<>();
        for (Coverage c : Coverage.values()) {
            for (TensorRequest r : Planner.requests(model, options.withCoverage(c))) {
                all.merge(
                        r.tensor(),
                        r,
                        (a, b) -> a.channelAxis() == TensorRequest.NO_CHANNELS ? b : a);
            }
        }
        return new ArrayList<>(all.values());
    }

    /**
     * Chooses.
     *
     * @param judge the SQNR of every output of an emitted model
     */
    static Coverage choose(
            Model model,
            RangeTable table,
            PlanOptions options,
            Function<Model, List<OutputSqnr>> judge) {
        Outcome lean = outcome(model, table, options.withCoverage(Coverage.LEAN), judge);
        Outcome full = outcome(model, table, options.withCoverage(Coverage.FULL), judge);
        double gain = lean.decibels - full.decibels;
        boolean alike = !(Math.abs(gain) > SLACK); // also when both are exact
        boolean isLean = alike ? lean.milliseconds <= full.milliseconds : gain > 0;
        Coverage chosen = isLean ? Coverage.LEAN : Coverage.FULL;
        LOG.info(
                "coverage lean: {} dB, about {} ms; full: {} dB, about {} ms; taken: {}",
                text(lean.decibels, 1),
                text(lean.milliseconds, 3),
                text(full.decibels, 1),
                text(full.milliseconds, 3),
                chosen);
        return chosen;
    }

    private static String text(double x, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", x);
    }

    private record Outcome(double decibels, double milliseconds) {}

    private static Outcome outcome(
            Model model,
            RangeTable table,
            PlanOptions options,
            Function<Model, List<OutputSqnr>> judge) {
        Model copy = model.copy();
        QdqEmitter.emit(copy, Planner.plan(copy, table, options));
        LintReport lint = FusionLint.check(copy, options.target());
        double mean =
                judge.apply(copy).stream().mapToDouble(OutputSqnr::decibels).average().orElse(0);
        return new Outcome(mean, lint.nanoseconds() / 1e6);
    }
}
