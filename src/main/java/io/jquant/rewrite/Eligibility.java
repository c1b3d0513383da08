package io.jquant.rewrite;

import io.jquant.graph.Value;
import io.jquant.tensor.Tensor;

/** Whether a rule's demands on types, constants and weights are met. */
final class Eligibility {
    private final Facts facts;

    Eligibility(Facts facts) {
        this.facts = facts;
    }

    /** Blocks the stage with the first reason that is found. */
    void check(Stage s) {
        if (s.outputs.isEmpty() || s.outputs.get(0) != firstOutput(s) || s.operands.isEmpty()) {
            s.block(Reason.NOT_FLOAT, "");
            return;
        }
        for (int i : s.operands) {
            Value v = s.node.input(i);
            if (!facts.isFloat(v)) {
                s.block(Reason.NOT_FLOAT, v.name());
            } else if (Facts.isEmpty(v)) {
                s.block(Reason.EMPTY_TENSOR, v.name());
            } else if (PlannedGraphs.isCapture(s.node, v)) {
                s.block(Reason.CAPTURED, v.name());
            } else if (v.isConstant()) {
                constant(s, v);
            }
        }
        for (Value v : s.outputs) {
            if (Facts.isEmpty(v)) {
                s.block(Reason.EMPTY_TENSOR, v.name());
            }
        }
        if (s.operands.stream().map(s.node::input).noneMatch(facts::isFromData)) {
            s.block(Reason.SHAPE_ARITHMETIC, "");
        }
        if (s.rule.isHeavy()) {
            heavy(s);
        }
    }

    private static Value firstOutput(Stage s) {
        return s.folded().isEmpty()
                ? s.rawOutput()
                : s.folded().get(s.folded().size() - 1).output();
    }

    private static void constant(Stage s, Value v) {
        // An infinite bound saturates to the end of the grid, which does the same.
        boolean bound = s.node.is("Max") || s.node.is("Min");
        if (bound ? Constants.hasNaN(v.constant()) : !Constants.isFinite(v.constant())) {
            s.block(Reason.NOT_FINITE, v.name());
        } else if ((s.node.is("Add") || s.node.is("Sub") || s.node.is("Sum"))
                && Constants.isMask(Constants.range(v.constant()))) {
            s.block(Reason.MASK, v.name());
        }
    }

    private static void heavy(Stage s) {
        Value w = s.weight();
        boolean convolution = s.node.is("Conv") || s.node.is("ConvTranspose");
        if (w == null) {
            if (convolution) {
                s.block(Reason.COMPUTED_WEIGHT, "");
            }
        } else if (!Constants.isFloatConstant(w)) {
            s.block(Reason.NOT_FLOAT, w.name());
        } else if (w.constant().size() == 0) {
            s.block(Reason.EMPTY_TENSOR, w.name());
        } else if (w.constant().rank() < (convolution ? 3 : 1)) {
            s.block(Reason.NOT_FLOAT, w.name());
        }
        if (s.node.is("Gemm")
                && (s.node.attributes().getFloat("alpha", 1) != 1
                        || s.node.attributes().getFloat("beta", 1) != 1)) {
            s.block(Reason.GEMM_FACTORS, "");
        }
        Value b = s.node.input(2);
        if (b != null) {
            bias(s, b);
        }
    }

    private static void bias(Stage s, Value b) {
        if (!Constants.isFloatConstant(b)) {
            s.block(Reason.COMPUTED_BIAS, b.name());
            return;
        }
        Tensor t = b.constant();
        Value w = s.weight();
        long channels = w == null ? t.size() : WeightLayout.channels(s.node, w.constant());
        if (t.rank() != 1 || t.size() != channels) {
            s.block(Reason.COMPUTED_BIAS, b.name());
        }
    }
}
