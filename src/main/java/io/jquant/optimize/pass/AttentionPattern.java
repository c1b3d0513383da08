package io.jquant.optimize.pass;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * softmax(scale · Q · Kᵀ + mask) · V in its arithmetic.
 *
 * @param query [batch, heads, rows, size]
 * @param key what Q is multiplied with: [batch, heads, size, columns]
 * @param value [batch, heads, columns, size]
 * @param scale of the scores
 * @param mask what is added to the scores, or null
 * @param nodes all of it, the last one being the product with V
 */
public record AttentionPattern(
        Value query, Value key, Value value, double scale, Value mask, List<Node> nodes) {
    /** All of a model's graphs, in order. */
    public static List<AttentionPattern> all(Graph main, Workspace work) {
        List<AttentionPattern> out = new ArrayList<>();
        for (Node n : main.nodes()) {
            AttentionPattern p = of(n, work);
            if (p != null) {
                out.add(p);
            }
            n.subgraphs().forEach(body -> out.addAll(all(body, work)));
        }
        return out;
    }

    /** The attention that a MatMul is the end of; null when it is none. */
    static AttentionPattern of(Node n, Workspace work) {
        Node softmax = n.is("MatMul") ? Match.inner(n.input(0), "Softmax") : null;
        if (softmax == null || work.opset() < 13 || !isLastAxis(softmax, work)) {
            return null;
        }
        List<Node> nodes = new ArrayList<>(List.of(n, softmax));
        Value scores = softmax.input(0);
        Value mask = null;
        Node add = Match.inner(scores, "Add");
        if (add != null && !(scoresBehind(scores, nodes, work) != null)) {
            for (int i = 0; i < 2 && mask == null; i++) {
                if (scoresBehind(add.input(i), new ArrayList<>(), work) != null) {
                    scores = add.input(i);
                    mask = add.input(1 - i);
                    nodes.add(add);
                }
            }
        }
        Scaled product = scoresBehind(scores, nodes, work);
        if (product == null) {
            return null;
        }
        Node qk = product.value.producer();
        nodes.add(qk);
        Scaled q = scaled(qk.input(0), nodes, work);
        Scaled k = scaled(qk.input(1), nodes, work);
        double scale = product.scale * q.scale * k.scale;
        if (work.facts().rank(q.value) != 4
                || work.facts().rank(k.value) != 4
                || work.facts().rank(n.input(1)) != 4
                || !(scale > 0)) {
            return null;
        }
        return new AttentionPattern(q.value, k.value, n.input(1), scale, mask, nodes);
    }

    private record Scaled(Value value, double scale) {}

    private static boolean isLastAxis(Node softmax, Workspace work) {
        long axis = softmax.attributes().getInt("axis", -1);
        return axis == -1 || axis == work.facts().rank(softmax.input(0)) - 1;
    }

    /** The product Q · Kᵀ that scores are, but for a factor; null when they are none. */
    private static Scaled scoresBehind(Value v, List<Node> nodes, Workspace work) {
        List<Node> passed = new ArrayList<>();
        Scaled s = scaled(v, passed, work);
        if (Match.inner(s.value, "MatMul") == null) {
            return null;
        }
        nodes.addAll(passed);
        return s;
    }

    /** A value before products with scalars that nobody else reads. */
    private static Scaled scaled(Value v, List<Node> nodes, Workspace work) {
        Value at = v;
        double scale = 1;
        for (int i = 0; i < 3; i++) {
            Node n = at == null ? null : at.producer();
            boolean product = n != null && (n.is("Mul") || n.is("Div"));
            int constant = product ? Match.constantOperand(n, work) : -1;
            double c = constant < 0 ? Double.NaN : Match.scalar(n.input(constant), work);
            if (Double.isNaN(c)
                    || at.soleReader() == null
                    || (n.is("Div") && (constant == 0 || c == 0))) {
                break;
            }
            scale = n.is("Mul") ? scale * c : scale / c;
            nodes.add(n);
            at = n.input(1 - constant);
        }
        return new Scaled(at, scale);
    }
}
