package io.jquant.execute;

import io.jquant.graph.Graph;
import io.jquant.graph.MacCount;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.operator.OperatorRegistry;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The nodes of a model that cannot be run, because of their operators, and what is behind them. */
public final class UnknownOperators {
    private final Model model;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<Node> behind = new HashSet<>();

    private UnknownOperators(Model model) {
        this.model = model;
    }

    /** Looks for them; a node with a body counts as unknown when something in the body is. */
    public static UnknownOperators of(Model model) {
        UnknownOperators out = new UnknownOperators(model);
        for (Node n : model.graph()) {
            Node unknown = out.unknown(n);
            if (unknown != null) {
                out.nodes.add(unknown);
            }
            if (unknown != null || out.readsWhatIsBehind(n)) {
                out.behind.add(n);
            }
        }
        return out;
    }

    private Node unknown(Node n) {
        if (OperatorRegistry.standard().find(n.domain(), n.opType(), model.opset(n.domain()))
                == null) {
            return n;
        }
        for (Graph body : n.subgraphs()) {
            for (Node inner : body) {
                Node found = unknown(inner);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private boolean readsWhatIsBehind(Node n) {
        return !behind.isEmpty()
                && GraphReads.of(n).stream()
                        .anyMatch(v -> v.producer() != null && behind.contains(v.producer()));
    }

    /** Can everything be run? */
    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** Can a value of the main graph not be computed? (Null, for one elsewhere, can.) */
    public boolean hides(Value v) {
        return v != null && v.producer() != null && behind.contains(v.producer());
    }

    /**
     * Is one of the operators behind that hold a network's work? Then the model cannot be gone
     * through without the unknown ones.
     */
    public boolean hidesWork() {
        return behind.stream().anyMatch(UnknownOperators::holdsWork);
    }

    private static boolean holdsWork(Node n) {
        return MacCount.isHeavy(n)
                || n.subgraphs().stream()
                        .flatMap(g -> g.nodes().stream())
                        .anyMatch(UnknownOperators::holdsWork);
    }

    /** The failure that names the first of them. */
    public JquantException refusal() {
        return refusal(model, nodes.get(0));
    }

    static JquantException refusal(Model model, Node n) {
        return Problem.OPERATOR_UNKNOWN.with(
                n.label(),
                n.opType(),
                n.domain().isEmpty() ? "ai.onnx" : n.domain(),
                model.opset(n.domain()));
    }
}
