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
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lean or full coverage, whichever suits a model: full where it leaves fewer conversions between
 * codes and floats, and does not cost accuracy on the samples that judge.
 */
final class CoverageChoice {
    private static final Logger LOG = LoggerFactory.getLogger(CoverageChoice.class);

    /** So many decibels less are no clear loss. */
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
        Coverage chosen =
                full.decibels >= lean.decibels - SLACK && full.left < lean.left
                        ? Coverage.FULL
                        : Coverage.LEAN;
        LOG.info(
                "coverage lean: {} dB, {} conversions; full: {} dB, {} conversions; taken: {}",
                lean.decibels,
                lean.left,
                full.decibels,
                full.left,
                chosen);
        return chosen;
    }

    private record Outcome(double decibels, int left) {}

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
        return new Outcome(mean, lint.quantizeLeft() + lint.dequantizeLeft());
    }
}
