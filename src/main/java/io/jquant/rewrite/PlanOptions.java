package io.jquant.rewrite;

import io.jquant.grid.Grid;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import java.util.List;

/**
 * What the user decides about a plan.
 *
 * @param target the runtime the file is written for
 * @param grid how activations are laid on 8 bits
 * @param coverage how much is quantized
 * @param perTensorWeights one scale per weight tensor instead of one per output channel
 * @param guardPairSums keep the target's limit of pair sums (off: {@code --vnni-only})
 * @param clipOutputs let the method choose the ranges of outputs of the graph too, which otherwise
 *     hold everything that calibration saw
 * @param keepFloat nodes that stay float: names, globs, or {@code op:Type}
 * @param only when not empty, the nodes that may be quantized, written the same way
 */
public record PlanOptions(
        Target target,
        Grid grid,
        Coverage coverage,
        boolean perTensorWeights,
        boolean guardPairSums,
        boolean clipOutputs,
        List<String> keepFloat,
        List<String> only) {
    public PlanOptions {
        keepFloat = List.copyOf(keepFloat);
        only = List.copyOf(only);
    }

    /** The defaults of a target, on the asymmetric grid. */
    public static PlanOptions of(Target target) {
        return new PlanOptions(
                target,
                Grid.ASYMMETRIC,
                target.coverage(),
                false,
                true,
                false,
                List.of(),
                List.of());
    }

    public PlanOptions withGrid(Grid other) {
        return new PlanOptions(
                target,
                other,
                coverage,
                perTensorWeights,
                guardPairSums,
                clipOutputs,
                keepFloat,
                only);
    }

    public PlanOptions withCoverage(Coverage other) {
        return new PlanOptions(
                target, grid, other, perTensorWeights, guardPairSums, clipOutputs, keepFloat, only);
    }

    public PlanOptions withPerTensorWeights(boolean perTensor) {
        return new PlanOptions(
                target, grid, coverage, perTensor, guardPairSums, clipOutputs, keepFloat, only);
    }

    public PlanOptions withGuardPairSums(boolean guard) {
        return new PlanOptions(
                target, grid, coverage, perTensorWeights, guard, clipOutputs, keepFloat, only);
    }

    public PlanOptions withClipOutputs(boolean clip) {
        return new PlanOptions(
                target, grid, coverage, perTensorWeights, guardPairSums, clip, keepFloat, only);
    }

    public PlanOptions withKeepFloat(List<String> patterns) {
        return new PlanOptions(
                target,
                grid,
                coverage,
                perTensorWeights,
                guardPairSums,
                clipOutputs,
                patterns,
                only);
    }

    public PlanOptions withOnly(List<String> patterns) {
        return new PlanOptions(
                target,
                grid,
                coverage,
                perTensorWeights,
                guardPairSums,
                clipOutputs,
                keepFloat,
                patterns);
    }

    /** The pair sums that weights are kept below; 0 = no limit. */
    public int pairSumLimit() {
        return guardPairSums ? target.pairSumLimit() : 0;
    }
}
