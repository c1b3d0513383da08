package io.jquant.optimize.pass;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.Pass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;
import java.util.List;
import java.util.Map;

/**
 * Removes nodes, optional outputs and initializers that nothing needs.
 *
 * <pre>
 *   x ─▶ Relu ─▶ y              x ─▶ Relu ─▶ y
 *   └──▶ Exp ─▶ (unread)   ⇒
 *   w = […] (unread)
 * </pre>
 *
 * <p>Graph inputs stay: they are what callers feed.
 */
public final class DeadCode implements Pass {
    private static final PassInfo INFO =
            new PassInfo(
                    "dead-code",
                    "Removes nodes, optional outputs and initializers that nothing needs.",
                    Exactness.SAME_BITS);

    /** Operators with outputs that may be left out, and the first of these. */
    private static final Map<String, Integer> OPTIONAL_OUTPUTS =
            Map.of(
                    "BatchNormalization", 1,
                    "Dropout", 1,
                    "GRU", 0,
                    "LSTM", 0,
                    "LayerNormalization", 1,
                    "MaxPool", 1,
                    "RNN", 0,
                    "Unique", 1);

    @Override
    public PassInfo info() {
        return INFO;
    }

    @Override
    public boolean apply(Workspace work) {
        boolean changed = false;
        List<Graph> graphs = work.graphs();
        for (int i = graphs.size() - 1; i >= 0; i--) { // bodies first: they read values around them
            changed |= removeNodes(graphs.get(i));
        }
        for (Graph g : graphs) {
            changed |= removeValues(g);
        }
        return changed;
    }

    private static boolean removeNodes(Graph g) {
        List<Node> nodes = g.nodes();
        boolean changed = false;
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node n = nodes.get(i);
            if (n.outputs().stream().allMatch(DeadCode::isUnread)) {
                g.removeNode(n);
                changed = true;
            } else if (n.domain().isEmpty() && OPTIONAL_OUTPUTS.containsKey(n.opType())) {
                changed |= dropOutputs(n, OPTIONAL_OUTPUTS.get(n.opType()));
            }
        }
        return changed;
    }

    private static boolean dropOutputs(Node n, int first) {
        boolean changed = false;
        for (int i = n.outputs().size() - 1; i >= first; i--) {
            Value v = n.output(i);
            if (v != null && isUnread(v)) {
                n.graph().dropOutput(v);
                changed = true;
            }
        }
        return changed;
    }

    private static boolean isUnread(Value v) {
        return v == null || (v.useCount() == 0 && !v.isGraphOutput());
    }

    private static boolean removeValues(Graph g) {
        boolean changed = false;
        for (Value v : g.values()) {
            if (isUnread(v) && v.producer() == null && !v.isGraphInput()) {
                g.removeValue(v);
                changed = true;
            }
        }
        return changed;
    }
}
