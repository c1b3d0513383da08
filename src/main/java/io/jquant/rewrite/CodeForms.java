package io.jquant.rewrite;

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
        ChannelWidth.apply(model, target);
        ColumnBlocks.apply(model, target); // where channels are still few
        HardGates.apply(
                model, target); // last, since the others read a Clip of codes as one of numbers
    }
}
