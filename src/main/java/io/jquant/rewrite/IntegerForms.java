package io.jquant.rewrite;

import io.jquant.graph.Model;
import io.jquant.target.Target;
import io.jquant.target.Trait;
import java.util.List;

/**
 * Writes operators for which a target has no integer kernel, or a slow one, as others that compute
 * the same and have a fast one.
 */
final class IntegerForms {
    private IntegerForms() {}

    static void apply(Model model, PlanOptions options) {
        Target target = options.target();
        if (target.has(Trait.TRANSPOSED_AS_CONV)) {
            for (Stage s : stages(model, options)) {
                if (s.blocked == null && s.node.is("ConvTranspose")) {
                    TransposedConv.rewrite(s);
                }
            }
        }
        if (target.has(Trait.SLOW_AVERAGE_AND_SOFTMAX)) {
            Facts facts = new Facts(model.graph());
            List<Stage> stages = new StageFinder(facts, options).find(model.graph());
            new IntegerChoice(model.graph(), facts, stages, options).choose();
            for (Stage s : stages) {
                if (s.integer && s.node.is("AveragePool")) {
                    AverageAsConv.rewrite(s.node);
                }
            }
        }
    }

    private static List<Stage> stages(Model model, PlanOptions options) {
        return new StageFinder(new Facts(model.graph()), options).find(model.graph());
    }

    /** Keeps float what would have been rewritten, had that been possible. */
    static void blockSlow(List<Stage> stages, Target target) {
        if (target.has(Trait.SLOW_AVERAGE_AND_SOFTMAX)) {
            for (Stage s : stages) {
                if (s.node.is("AveragePool")) {
                    s.block(Reason.NO_KERNEL, "");
                }
            }
        }
    }
}
