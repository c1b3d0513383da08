package io.jquant.load;

import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.OperatorSignatures;
import io.jquant.support.Problem;
import java.util.Map;

/** Brings the operator sets of a function's body and those of the model together. */
final class OpsetMerge {
    private OpsetMerge() {}

    /**
     * Adds what the model does not import yet. Where both import different versions, the operators
     * of the body must be the same in both.
     */
    static void merge(String file, Model model, Model.Function f) {
        for (Map.Entry<String, Long> set : f.opsets().entrySet()) {
            String domain = set.getKey();
            Long have = model.opsets().putIfAbsent(domain, set.getValue());
            if (have != null && !have.equals(set.getValue())) {
                check(file, f, f.body(), domain, set.getValue().intValue(), have.intValue());
            }
        }
    }

    private static void check(
            String file, Model.Function f, Graph body, String domain, int own, int model) {
        for (Node n : body) {
            boolean differs =
                    n.domain().equals(domain)
                            && (!domain.isEmpty()
                                    || OperatorSignatures.since(n.opType(), own)
                                            != OperatorSignatures.since(n.opType(), model));
            if (differs) {
                throw Problem.FUNCTION_UNSUPPORTED.with(
                        file,
                        f.name(),
                        "is written for operator set "
                                + own
                                + ", in which "
                                + n.opType()
                                + " is another operator than in the model's "
                                + model);
            }
            n.subgraphs().forEach(g -> check(file, f, g, domain, own, model));
        }
    }
}
