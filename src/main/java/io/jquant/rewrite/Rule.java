package io.jquant.rewrite;

import io.jquant.graph.Node;
import io.jquant.grid.QuantParams;
import java.util.function.Predicate;

/**
 * A row of the specification, in terms of an ONNX operator.
 *
 * @param row the row's name in the specification
 * @param operator the operator in ONNX's own domain
 * @param kind how the output is tied to the inputs
 * @param operands how many leading inputs are data; the others are shapes, indices, bounds, weights
 *     or biases
 * @param fixed the output's parameters for {@link RuleKind#FIXED}, else null
 * @param weightAxis for heavy operators: how the axis of the output channels is found in the weight
 * @param when what else must hold for the row to apply
 */
record Rule(
        String row,
        String operator,
        RuleKind kind,
        int operands,
        QuantParams fixed,
        WeightAxis weightAxis,
        Predicate<Node> when) {
    /** All inputs are data. */
    static final int ALL = Integer.MAX_VALUE;

    /** Where the output channels lie in a constant weight. */
    enum WeightAxis {
        /** There is no weight. */
        NONE,
        /** Axis 0 (Conv, depthwise included). */
        FIRST,
        /** Axis 1 (ConvTranspose). */
        SECOND,
        /** Axis 0 when B is transposed, else 1 (Gemm). */
        BY_TRANS_B,
        /** The last (MatMul). */
        LAST
    }

    boolean isHeavy() {
        return kind == RuleKind.HEAVY;
    }

    boolean isSameScale() {
        return kind == RuleKind.SAME_SCALE;
    }
}
