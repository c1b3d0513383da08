package io.jquant.execute;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.operator.FusedTail;
import io.jquant.operator.Operator;
import java.util.Map;

/**
 * One node, with what is fused into it, ready to run.
 *
 * @param node the node that computes
 * @param last the last of the nodes that are fused into it; the node itself when nothing is
 * @param inputs slots of the inputs, −1 for one that is left out
 * @param outputs slots of the outputs, −1 for one that nobody wants
 * @param residual slot of the fused sum's other operand, or −1
 * @param activation the fused activation, or null
 * @param frees slots whose last use this is
 * @param tapped by output: the name under which taps see it, or null
 * @param bodies plans of the node's bodies
 */
record Step(
        Node node,
        Node last,
        Operator operator,
        int opset,
        Object prepared,
        int[] inputs,
        int[] outputs,
        int residual,
        FusedTail.Activation activation,
        int[] frees,
        String[] tapped,
        Map<Graph, GraphPlan> bodies) {

    /** Is this step the last reader of a slot? */
    boolean frees(int slot) {
        for (int s : frees) {
            if (s == slot) {
                return true;
            }
        }
        return false;
    }
}
