package io.jquant.rewrite;

import io.jquant.graph.Node;
import io.jquant.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A node that a rule applies to, with what is folded into it: the Add of a MatMul's bias, and Relu
 * and Clip, whose work the quantization of the output does.
 */
final class Stage {
    private static final Set<String> MOVES =
            Set.of(
                    "DepthToSpace",
                    "Flatten",
                    "Reshape",
                    "Slice",
                    "SpaceToDepth",
                    "Squeeze",
                    "Transpose",
                    "Unsqueeze");

    final Node node;
    final Rule rule;

    /** Input indices of the float tensors that are data, constants included. */
    final List<Integer> operands;

    /** The Add of a constant vector directly behind a MatMul, or null. */
    final Node biasAdd;

    /** Relu and Clip behind the node, in order. */
    final List<Node> clamps;

    /** The float outputs, of the last folded node if there is one. */
    final List<Value> outputs;

    /** Bounds that the clamps put on the output; infinite where there are none. */
    final float low;

    final float high;

    /** Why the stage must stay float; null when it may be integer. */
    Reason blocked;

    /** The tensor, constant or bound that blocks; may be empty. */
    String detail = "";

    /** The decision. */
    boolean integer;

    /** Why, when the decision was made. */
    Reason reason;

    /**
     * Of a sum that stays float: the operand that is quantized so that the runtime can add it to a
     * convolution's result; -1 for none.
     */
    int residual = -1;

    /** An integer stage whose output is float: nothing is quantized directly behind it. */
    boolean floatOutput;

    Stage(
            Node node,
            Rule rule,
            List<Integer> operands,
            Node biasAdd,
            List<Node> clamps,
            List<Value> outputs,
            float low,
            float high) {
        this.node = node;
        this.rule = rule;
        this.operands = List.copyOf(operands);
        this.biasAdd = biasAdd;
        this.clamps = List.copyOf(clamps);
        this.outputs = List.copyOf(outputs);
        this.low = low;
        this.high = high;
    }

    void block(Reason why, String what) {
        if (blocked == null) {
            blocked = why;
            detail = what;
        }
    }

    /** What the stage itself writes, before anything that is folded. */
    Value rawOutput() {
        return node.output(0);
    }

    /** The folded nodes, in order. */
    List<Node> folded() {
        List<Node> out = new ArrayList<>();
        if (biasAdd != null) {
            out.add(biasAdd);
        }
        out.addAll(clamps);
        return out;
    }

    /** The operands that are not constants. */
    List<Value> variableOperands() {
        List<Value> out = new ArrayList<>();
        for (int i : operands) {
            if (!node.input(i).isConstant()) {
                out.add(node.input(i));
            }
        }
        return out;
    }

    /** The constant weight of a heavy operator, or null when both operands are computed. */
    Value weight() {
        if (!rule.isHeavy()) {
            return null;
        }
        Value w = node.input(1);
        return w != null && w.isConstant() ? w : null;
    }

    /** Does the node only bring elements to other places, each at most once? */
    boolean isMove() {
        return MOVES.contains(node.opType()) && outputs.size() == 1;
    }

    /** A convolution with one input channel per group, which has kernels of its own. */
    boolean isDepthwise() {
        return node.is("Conv")
                && weight() != null
                && ChannelGroups.areSingle(node, weight().constant());
    }
}
