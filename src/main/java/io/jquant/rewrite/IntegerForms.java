package io.jquant.rewrite;

import io.jquant.graph.Model;
import io.jquant.target.Target;
import io.jquant.target.Trait;

/**
 * Writes operators for which a target has no integer kernel, or a slow one, as others that compute
 * the same and have a fast one.
 */
final class IntegerForms {
    private IntegerForms() {}

    static void apply(Model model, PlanOptions options) {
        Target target = options.target();
        if (!target.has(Trait.TRANSPOSED_AS_CONV)) {
            return;
        }
        for (Stage s : new StageFinder(new Facts(model.graph()), options).find(model.graph())) {
            if (s.blocked == null && s.node.is("ConvTranspose")) {
                TransposedConv.rewrite(s);
            }
        }
    }
}
