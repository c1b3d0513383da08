package io.jquant.rewrite;

import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The graphs of a model that are planned and written, each for itself: the main graph, and those
 * bodies of If that hold a heavy operator. The body of a loop stays float, for what it hands to its
 * next round would gather the errors of all rounds.
 *
 * <p>What a body reads from the graphs around it is quantized inside it, where its readers are: the
 * runtimes join a DequantizeLinear only with nodes of the same graph, and the other branch may want
 * other parameters, or none. So that it has a range and parameters of its own there, it passes
 * through an Identity while the model is planned.
 */
public final class PlannedGraphs {
    private PlannedGraphs() {}

    /** The graphs, outer ones first. */
    public static List<Graph> of(Model model) {
        List<Graph> out = new ArrayList<>();
        out.add(model.graph());
        addBodies(model.graph(), out);
        return out;
    }

    private static void addBodies(Graph graph, List<Graph> out) {
        for (Node n : graph) {
            if (n.is("If")) {
                for (Graph body : n.subgraphs()) {
                    if (holdsHeavy(body)) {
                        out.add(body);
                    }
                    addBodies(body, out);
                }
            }
        }
    }

    private static boolean holdsHeavy(Graph body) {
        for (Node n : body) {
            Rule r = TfLiteSpec.of(n);
            if (r != null && r.isHeavy()) {
                return true;
            }
        }
        return false;
    }

    /** Which branch of which node a body is, for messages. */
    static String place(Graph body) {
        for (Node n : body.parent()) {
            for (String branch : List.of("then_branch", "else_branch")) {
                if (n.attributes().getGraph(branch) == body) {
                    return branch + " of " + n;
                }
            }
        }
        throw new IllegalStateException("'" + body.name() + "' is no branch of an If");
    }

    /** Is this computed outside of the graph of the node that reads it? */
    static boolean isCapture(Node reader, Value v) {
        return v.graph() != reader.graph() && !v.isConstant();
    }

    /** Lets the planned bodies read what they capture through an Identity. */
    static void nameCaptures(Model model) {
        for (Graph g : of(model)) {
            if (g.parent() != null) {
                nameCaptures(g);
            }
        }
    }

    private static void nameCaptures(Graph body) {
        Facts facts = new Facts(body);
        Map<Value, Value> names = new HashMap<>();
        for (Node n : body.nodes()) {
            Rule r = n.is("Identity") ? null : TfLiteSpec.of(n);
            for (int i = 0; r != null && i < Math.min(r.operands(), n.inputs().size()); i++) {
                Value v = n.input(i);
                if (v != null && isCapture(n, v) && facts.isFloat(v)) {
                    n.setInput(i, names.computeIfAbsent(v, k -> named(body, k)));
                }
            }
        }
    }

    private static Value named(Graph body, Value v) {
        Node first = body.nodes().get(0);
        Value inner = body.insert(first, "Identity", v.name() + "_captured", new Attributes(), v);
        inner.setType(v.type());
        return inner;
    }

    /** Takes the Identities away again that nothing needs any more. */
    static void dropCaptureNames(Graph body) {
        for (Node n : body) {
            if (n.is("Identity") && isCapture(n, n.input(0)) && !n.output().isGraphOutput()) {
                body.replaceAllUses(n.output(), n.input(0));
                body.removeNode(n);
            }
        }
    }
}
