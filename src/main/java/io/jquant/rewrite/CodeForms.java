package io.jquant.rewrite;

import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.target.Target;

/**
 * Brings an emitted model into the forms that a target's integer kernels are fastest at. What is
 * changed are codes and the nodes between them, so that ranges, plan and results stay as they are;
 * each form asks the target for a trait of its own.
 */
public final class CodeForms {
    private CodeForms() {}

    /** Changes a model that was emitted with pairs. */
    public static void apply(Model model, Target target) {
        for (Graph g : PlannedGraphs.of(model)) {
            ChannelWidth.apply(g, target);
            ColumnBlocks.apply(g, target); // where channels are still few
        }
        ofFunctions(model, target); // last: the others read a Clip of codes as one of numbers
    }

    /** Those alone that write functions as others, and so decide what is worth its codes. */
    public static void ofFunctions(Model model, Target target) {
        PlannedGraphs.of(model).forEach(g -> HardGates.apply(g, target));
    }
}
