package io.jquant;

import io.jquant.calibrate.RangeTable;
import io.jquant.optimize.OptimizeReport;
import io.jquant.recover.MethodChoice;
import io.jquant.recover.Refinement;
import io.jquant.rewrite.EmissionReport;
import io.jquant.rewrite.PlanSummary;
import io.jquant.rewrite.QuantizationPlan;
import io.jquant.rewrite.lint.LintReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a quantization did and brought.
 *
 * @param output the written file; null for a dry run
 * @param bytesBefore size of the model and its external data
 * @param bytesAfter the same of the result; 0 for a dry run
 * @param choice what method {@code auto} chose, and why; null for other methods
 * @param refinement what was refined; null where it was not asked for
 * @param emission null for a dry run, and for a model that was left alone
 * @param lint what the target's runtime will run in integers; null where emission is
 * @param samples how many samples the ranges come from; 0 when they were read from a file
 * @param madeUp was the data made up?
 * @param sqnr per float output; empty when nothing was compared
 * @param judged how many samples the comparison took
 * @param heldOut were the samples of the comparison kept out of the calibration?
 * @param notes what users should know beside the plan's warnings, one line each
 * @param seconds by stage
 * @param peakBytes the most memory that the process has taken; 0 when the system does not tell
 */
public record QuantizationResult(
        Path model,
        Path output,
        String target,
        String method,
        long bytesBefore,
        long bytesAfter,
        OptimizeReport optimized,
        RangeTable ranges,
        MethodChoice.Choice choice,
        Refinement refinement,
        QuantizationPlan plan,
        EmissionReport emission,
        LintReport lint,
        int samples,
        boolean madeUp,
        List<OutputSqnr> sqnr,
        int judged,
        boolean heldOut,
        List<String> notes,
        Map<String, Double> seconds,
        long peakBytes) {

    /** The plan in numbers. */
    public PlanSummary summary() {
        return plan.summary();
    }

    /** The worst output's SQNR in dB; NaN when nothing was compared. */
    public double worstSqnr() {
        return sqnr.stream().mapToDouble(OutputSqnr::decibels).min().orElse(Double.NaN);
    }
}
