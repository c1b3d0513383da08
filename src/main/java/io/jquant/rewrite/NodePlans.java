package io.jquant.rewrite;

import io.jquant.graph.Graph;
import io.jquant.graph.MacCount;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes down the decision for every node of a graph. */
final class NodePlans {
    private final Facts facts;
    private final Map<Node, Stage> byNode = new HashMap<>();
    private final Map<Node, Stage> foldedInto = new HashMap<>();

    NodePlans(Facts facts, List<Stage> stages) {
        this.facts = facts;
        for (Stage s : stages) {
            byNode.put(s.node, s);
            s.folded().forEach(n -> foldedInto.put(n, s));
        }
    }

    List<NodePlan> of(Graph graph) {
        List<NodePlan> out = new ArrayList<>();
        for (Node n : graph) {
            out.add(of(n));
            for (Graph body : n.subgraphs()) {
                addHeavy(body, out);
            }
        }
        return out;
    }

    /** Bodies stay float; their heavy nodes count in what is left. */
    private static void addHeavy(Graph body, List<NodePlan> out) {
        for (Node n : body) {
            Rule r = TfLiteSpec.of(n);
            if (r != null && r.isHeavy()) {
                out.add(floating(n, Reason.INSIDE_BODY, ""));
            }
            n.subgraphs().forEach(b -> addHeavy(b, out));
        }
    }

    private NodePlan of(Node n) {
        Stage s = byNode.get(n);
        if (s != null) {
            return s.integer
                    ? integer(s)
                    : s.residual >= 0 ? residual(s) : floating(n, s.reason, s.detail);
        }
        Stage into = foldedInto.get(n);
        if (into != null) {
            boolean gone = into.integer && !into.floatOutput;
            return gone
                    ? folded(n)
                    : floating(n, into.integer ? Reason.BETWEEN_HEAVY : into.reason, "");
        }
        return floating(n, reasonWithoutStage(n), "");
    }

    private Reason reasonWithoutStage(Node n) {
        if (!n.domain().isEmpty()) {
            return Reason.CUSTOM_DOMAIN;
        }
        Value out = n.output(0);
        Rule r = TfLiteSpec.of(n);
        if (r != null && r.kind() == RuleKind.INPUT_ONLY) {
            return Reason.READS_ONLY;
        }
        return out != null && facts.isFloat(out) ? Reason.NO_RULE : Reason.NOT_FLOAT;
    }

    private NodePlan integer(Stage s) {
        Placement p = s.reason == Reason.WEIGHTS_ONLY ? Placement.WEIGHTS_ONLY : Placement.INTEGER;
        return new NodePlan(
                key(s.node),
                s.node.label(),
                s.node.opType(),
                p,
                s.reason,
                "",
                s.rule.isHeavy(),
                MacCount.ofKnown(s.node),
                s.floatOutput,
                s.biasAdd == null ? "" : key(s.biasAdd),
                s.operands,
                s.clamps.stream().map(NodePlans::key).toList());
    }

    private static NodePlan folded(Node n) {
        return new NodePlan(
                key(n),
                n.label(),
                n.opType(),
                Placement.INTEGER,
                Reason.FOLDED,
                "",
                false,
                -1,
                false,
                "",
                List.of(),
                List.of());
    }

    private static NodePlan residual(Stage s) {
        return new NodePlan(
                key(s.node),
                s.node.label(),
                s.node.opType(),
                Placement.FLOAT,
                s.reason,
                "",
                false,
                -1,
                false,
                "",
                List.of(s.residual),
                List.of());
    }

    static NodePlan floating(Node n, Reason reason, String detail) {
        Rule r = TfLiteSpec.of(n);
        boolean heavy = r != null && r.isHeavy();
        return new NodePlan(
                key(n),
                n.label(),
                n.opType(),
                Placement.FLOAT,
                reason,
                detail,
                heavy,
                heavy ? MacCount.ofKnown(n) : -1,
                false,
                "",
                List.of(),
                List.of());
    }

    /** What identifies a node in copies of the model: the name of its first output. */
    static String key(Node n) {
        for (Value v : n.outputs()) {
            if (v != null) {
                return v.name();
            }
        }
        return n.label();
    }
}
