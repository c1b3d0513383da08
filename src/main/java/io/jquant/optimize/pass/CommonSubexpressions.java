package io.jquant.optimize.pass;

import io.jquant.execute.NodeEvaluator;
import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.Pass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Computes once what several nodes compute alike.
 *
 * <pre>
 *   x ─▶ Exp ─▶ a                  x ─▶ Exp ─▶ a
 *   └──▶ Exp ─▶ b ─▶ Neg ─▶  ⇒               └─▶ Neg ─▶
 * </pre>
 *
 * <p>QuantizeLinear and DequantizeLinear are left alone: runtimes look for one at each reader.
 */
public final class CommonSubexpressions implements Pass {
    private static final PassInfo INFO =
            new PassInfo(
                    "common-subexpressions",
                    "Computes once what several nodes compute alike.",
                    Exactness.SAME_BITS);

    private static final Set<String> LEFT_ALONE =
            Set.of("Constant", "QuantizeLinear", "DequantizeLinear", "Identity");

    /** What makes two nodes compute the same; values are told apart by identity. */
    private record Key(
            String domain,
            String type,
            String overload,
            List<Value> inputs,
            Map<String, Object> attributes,
            int outputs) {}

    @Override
    public PassInfo info() {
        return INFO;
    }

    @Override
    public boolean apply(Workspace work) {
        boolean changed = false;
        for (Graph g : work.graphs()) {
            Map<Key, Node> first = new HashMap<>();
            for (Node n : g.nodes()) {
                if (LEFT_ALONE.contains(n.opType()) || !NodeEvaluator.isPure(n)) {
                    continue;
                }
                Key key = key(n);
                Node other = key == null ? null : first.putIfAbsent(key, n);
                if (other != null && merge(n, other)) {
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static boolean merge(Node n, Node other) {
        for (int i = 0; i < n.outputs().size(); i++) {
            Value v = n.output(i);
            if (v != null && (v.isGraphOutput() || other.output(i) == null)) {
                return false;
            }
        }
        for (int i = 0; i < n.outputs().size(); i++) {
            if (n.output(i) != null) {
                n.graph().replaceAllUses(n.output(i), other.output(i));
            }
        }
        n.graph().removeNode(n);
        return true;
    }

    private static Key key(Node n) {
        Map<String, Object> attributes = new TreeMap<>();
        for (Attribute a : n.attributes().all()) {
            Object v = comparable(a.value());
            if (v == null) {
                return null;
            }
            attributes.put(a.name(), v);
        }
        return new Key(
                n.domain(),
                n.opType(),
                n.overload(),
                new ArrayList<>(n.inputs()),
                attributes,
                n.outputs().size());
    }

    /** The value of an attribute with an equality of contents; null when it has none. */
    private static Object comparable(Object value) {
        if (value instanceof Long || value instanceof Float) {
            return value;
        }
        if (value instanceof byte[] b) {
            return Arrays.toString(b);
        }
        if (value instanceof long[] l) {
            return Arrays.toString(l);
        }
        if (value instanceof float[] f) {
            return Arrays.toString(f);
        }
        return null;
    }
}
