package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.BodyCopier;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the branch that is always taken in the place of an If with a constant condition.
 *
 * <pre>
 *   true ─▶ If { then: x ─▶ Relu ─▶ t, else: … } ─▶ y      ⇒      x ─▶ Relu ─▶ y
 * </pre>
 */
public final class ConstantCondition extends NodePass {
    public ConstantCondition() {
        super(
                new PassInfo(
                        "constant-condition",
                        "Puts the branch that is always taken in the place of an If with a constant "
                                + "condition.",
                        Exactness.SAME_BITS),
                "If");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Tensor condition = work.constant(n.input(0));
        if (condition == null || condition.size() != 1) {
            return false;
        }
        boolean taken = condition.longAt(0) != 0;
        Graph body = n.attributes().getGraph(taken ? "then_branch" : "else_branch");
        if (body == null || body.outputs().size() != n.outputs().size()) {
            return false;
        }
        Graph g = n.graph();
        BodyCopier copier = new BodyCopier("", a -> a, Map.of());
        copier.copy(body, g, n);
        Map<Value, String> names = new LinkedHashMap<>();
        for (Value v : body.values()) {
            if (copier.copyOf(v) != v) {
                names.put(copier.copyOf(v), v.name());
            }
        }
        for (int i = 0; i < n.outputs().size(); i++) {
            Value out = n.output(i);
            if (out != null) {
                Value result = copier.copyOf(body.outputs().get(i));
                Node tie =
                        g.insertNode(
                                n,
                                n.name(),
                                "",
                                "Identity",
                                new Attributes(),
                                new ArrayList<>(List.of(result)),
                                List.of());
                g.moveOutput(out, tie, 0);
            }
        }
        g.removeNode(n);
        names.forEach(g::rename); // free again now that the body is gone
        return true;
    }
}
