package io.jquant.execute;

import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.operator.Operator;
import io.jquant.operator.OperatorRegistry;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a model that are known before it runs: initializers that callers cannot override,
 * and what nodes compute of constants alone (the weights of a quantized model, say), computed once
 * when the plan is made.
 */
final class Constants {
    /** Results longer than this are computed in each run, rather than kept. */
    private static final long LONGEST = 64L << 20;

    private final Model model;
    private final Map<Value, Tensor> computed = new HashMap<>();

    Constants(Model model) {
        this.model = model;
    }

    /** The tensor of a value, or null when it is not a constant. */
    Tensor of(Value v) {
        if (v == null) {
            return null;
        }
        return v.isConstant() ? v.constant() : computed.get(v);
    }

    /** Computes those of the given nodes, all of one graph, that depend on constants alone. */
    void compute(Graph graph, Set<Node> needed) {
        for (Node n : graph) {
            if (needed.contains(n) && NodeEvaluator.isPure(n)) {
                compute(n);
            }
        }
    }

    /** Are all outputs of a node known? */
    boolean covers(Node n) {
        return n.outputs().stream().allMatch(v -> v == null || computed.containsKey(v));
    }

    private void compute(Node n) {
        List<RuntimeValue> inputs = new ArrayList<>();
        for (Value v : n.inputs()) {
            Tensor t = of(v);
            if (v != null && t == null) {
                return;
            }
            inputs.add(t);
        }
        int opset = model.opset(n.domain());
        Operator op = OperatorRegistry.standard().find(n.domain(), n.opType(), opset);
        List<RuntimeValue> results =
                op == null ? null : NodeEvaluator.run(op, n, opset, inputs, LONGEST);
        if (results == null || !results.stream().allMatch(r -> r == null || r instanceof Tensor)) {
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            if (n.output(i) != null) {
                computed.put(n.output(i), (Tensor) results.get(i));
            }
        }
    }
}
