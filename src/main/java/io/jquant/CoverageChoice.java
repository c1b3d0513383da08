package io.jquant;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRequest;
import io.jquant.graph.Model;
import io.jquant.recover.PieceJudge;
import io.jquant.rewrite.PlanOptions;
import io.jquant.rewrite.Planner;
import io.jquant.rewrite.QuantizationPlan;
import io.jquant.rewrite.WeightRanges;
import io.jquant.rewrite.lint.FusionLint;
import io.jquant.target.Coverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lean or full coverage, whichever suits a model: lean, unless full is estimated to run faster and
 * its outputs are not clearly farther from those of the float model on the samples that judge.
 * Where both would do the same, or full is no faster, nothing is run.
 */
final class CoverageChoice {
    private static final Logger LOG = LoggerFactory.getLogger(CoverageChoice.class);

    /** So many decibels less of any output, or piece of one, are a clear loss. */
    private static final double SLACK = 0.5;

    private final Model model;
    private final RangeTable table;
    private final PlanOptions options;
    private final BiConsumer<Model, QuantizationPlan> emission;
    private final UnaryOperator<Model> sizing;

    /**
     * @param emission writes a copy of the model as a plan tells
     * @param sizing gives a model the sizes that it has for a sample
     */
    CoverageChoice(
            Model model,
            RangeTable table,
            PlanOptions options,
            BiConsumer<Model, QuantizationPlan> emission,
            UnaryOperator<Model> sizing) {
        this.model = model;
        this.table = table;
        this.options = options;
        this.emission = emission;
        this.sizing = sizing;
    }

    /** Does the coverage make a difference? */
    static boolean isOpen(Model model, PlanOptions options) {
        return !Planner.alike(
                model, options.withCoverage(Coverage.LEAN), options.withCoverage(Coverage.FULL));
    }

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
     * @param judge is made where it is needed
     */
    Coverage choose(Supplier<PieceJudge> judge) {
        PlanOptions lean = options.withCoverage(Coverage.LEAN);
        PlanOptions full = options.withCoverage(Coverage.FULL);
        double leanTime = milliseconds(lean);
        double fullTime = milliseconds(full);
        if (leanTime <= fullTime) {
            LOG.info(
                    "coverage lean: about {} ms; full: about {} ms; taken: lean",
                    text(leanTime, 3),
                    text(fullTime, 3));
            return Coverage.LEAN;
        }
        double loss;
        try (PieceJudge by = judge.get()) {
            loss = greatestLoss(by.decibels(emitted(lean)), by.decibels(emitted(full)));
        }
        Coverage chosen = loss <= SLACK ? Coverage.FULL : Coverage.LEAN;
        LOG.info(
                "coverage full: about {} in place of {} ms, {} dB less at most; taken: {}",
                text(fullTime, 3),
                text(leanTime, 3),
                text(loss, 1),
                chosen);
        return chosen;
    }

    private static String text(double x, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", x);
    }

    /** The most that any figure falls; those that cannot be compared do not count. */
    private static double greatestLoss(double[] before, double... after) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < before.length; i++) {
            if (!Double.isNaN(before[i]) && !Double.isNaN(after[i])) {
                greatest = Math.max(greatest, before[i] - after[i]);
            }
        }
        return greatest;
    }

    /** What the written model is estimated to need; how its weights are rounded plays no part. */
    private double milliseconds(PlanOptions with) {
        PlanOptions quick = with.withWeightRanges(WeightRanges.MAX).withGuardPairSums(false);
        Model emitted = emitted(quick);
        return FusionLint.check(emitted, sizing.apply(emitted), options.target()).nanoseconds()
                / 1e6;
    }

    private Model emitted(PlanOptions with) {
        Model copy = model.copy();
        emission.accept(copy, Planner.plan(copy, table, with));
        return copy;
    }
}
