package io.jquant.rewrite;

import io.jquant.calibrate.NamedMethod;
import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import java.util.List;

/**
 * What the user decides about a plan.
 *
 * @param target the runtime the file is written for
 * @param grid how activations are laid on 8 bits
 * @param coverage how much is quantized
 * @param perTensorWeights one scale per weight tensor instead of one per output channel
 * @param weightRanges how the scales of weights are found
 * @param guardPairSums keep the target's limit of pair sums (off: {@code --vnni-only})
 * @param clipOutputs let the method choose the ranges of outputs of the graph too, which otherwise
 *     hold everything that calibration saw
 * @param quantizeInputs float inputs of the graph are quantized whoever reads them, so that they
 *     can be fed as codes
 * @param quantizeOutputs the same of its float outputs
 * @param keepFloat nodes that stay float: names, globs, or {@code op:Type}
 * @param only when not empty, the nodes that may be quantized, written the same way
 */
public record PlanOptions(
        Target target,
        Grid grid,
        Coverage coverage,
        boolean perTensorWeights,
        WeightRanges weightRanges,
        boolean guardPairSums,
        boolean clipOutputs,
        boolean quantizeInputs,
        boolean quantizeOutputs,
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
                gridFor(target, Grid.ASYMMETRIC),
                target.coverage(),
                false,
                WeightRanges.AUTO,
                true,
                false,
                false,
                false,
                List.of(),
                List.of());
    }

    /** With another grid, unless the target has one of its own. */
    public PlanOptions withGrid(Grid other) {
        Draft d = new Draft(this);
        d.grid = gridFor(target, other);
        return d.options();
    }

    /** The method, choosing for the grid that the target has. */
    public NamedMethod laid(NamedMethod method) {
        return method.on(gridFor(target, method.grid()));
    }

    private static Grid gridFor(Target target, Grid wanted) {
        return target.has(Trait.ZERO_POINT_ZERO) ? Grid.CENTRED : wanted;
    }

    public PlanOptions withCoverage(Coverage other) {
        Draft d = new Draft(this);
        d.coverage = other;
        return d.options();
    }

    public PlanOptions withPerTensorWeights(boolean on) {
        Draft d = new Draft(this);
        d.perTensorWeights = on;
        return d.options();
    }

    public PlanOptions withWeightRanges(WeightRanges how) {
        Draft d = new Draft(this);
        d.weightRanges = how;
        return d.options();
    }

    public PlanOptions withGuardPairSums(boolean on) {
        Draft d = new Draft(this);
        d.guardPairSums = on;
        return d.options();
    }

    public PlanOptions withClipOutputs(boolean on) {
        Draft d = new Draft(this);
        d.clipOutputs = on;
        return d.options();
    }

    public PlanOptions withQuantizedInputs(boolean on) {
        Draft d = new Draft(this);
        d.quantizeInputs = on;
        return d.options();
    }

    public PlanOptions withQuantizedOutputs(boolean on) {
        Draft d = new Draft(this);
        d.quantizeOutputs = on;
        return d.options();
    }

    public PlanOptions withKeepFloat(List<String> patterns) {
        Draft d = new Draft(this);
        d.keepFloat = patterns;
        return d.options();
    }

    public PlanOptions withOnly(List<String> patterns) {
        Draft d = new Draft(this);
        d.only = patterns;
        return d.options();
    }

    /** The parameters that cover a range, on the grid that the target has. */
    public QuantParams params(Range range) {
        return grid.params(range);
    }

    /** The pair sums that weights are kept below; 0 = no limit. */
    public int pairSumLimit() {
        return guardPairSums ? target.pairSumLimit() : 0;
    }

    /** Options while one of them changes. */
    private static final class Draft {
        private final Target target;
        private Grid grid;
        private Coverage coverage;
        private boolean perTensorWeights;
        private WeightRanges weightRanges;
        private boolean guardPairSums;
        private boolean clipOutputs;
        private boolean quantizeInputs;
        private boolean quantizeOutputs;
        private List<String> keepFloat;
        private List<String> only;

        Draft(PlanOptions o) {
            target = o.target;
            grid = o.grid;
            coverage = o.coverage;
            perTensorWeights = o.perTensorWeights;
            weightRanges = o.weightRanges;
            guardPairSums = o.guardPairSums;
            clipOutputs = o.clipOutputs;
            quantizeInputs = o.quantizeInputs;
            quantizeOutputs = o.quantizeOutputs;
            keepFloat = o.keepFloat;
            only = o.only;
        }

        PlanOptions options() {
            return new PlanOptions(
                    target,
                    grid,
                    coverage,
                    perTensorWeights,
                    weightRanges,
                    guardPairSums,
                    clipOutputs,
                    quantizeInputs,
                    quantizeOutputs,
                    keepFloat,
                    only);
        }
    }
}
