package io.jquant.graph;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Models as text in which equal structure gives equal text: nodes in the order in which the outputs
 * need them, inner values numbered, constants as their contents. Of longer float tensors only type
 * and shape are told; their effect is compared by running.
 */
public final class GraphPrinter {
    private final Map<Value, String> names = new HashMap<>();
    private final StringBuilder out = new StringBuilder();

    private GraphPrinter() {}

    /** The structure of a model's graphs. */
    public static String print(Model m) {
        GraphPrinter p = new GraphPrinter();
        p.graph(m.graph(), "");
        return p.out.toString();
    }

    private void graph(Graph g, String indent) {
        List<String> ins = new ArrayList<>();
        for (Value v : g.inputs()) {
            names.put(v, g.parent() == null ? v.name() : "in" + names.size());
            ins.add(names.get(v));
        }
        out.append(indent).append(String.join(", ", ins)).append(" ->\n");
        for (Value v : g.outputs()) {
            if (g.parent() == null && v.producer() != null) {
                names.putIfAbsent(v, v.name());
            }
        }
        Map<Node, Boolean> done = new HashMap<>();
        for (Value v : g.outputs()) {
            need(v, g, done, indent + "  ");
        }
        for (Node n : g.nodes()) {
            need(n, g, done, indent + "  ");
        }
        out.append(indent)
                .append("-> ")
                .append(g.outputs().stream().map(this::text).collect(Collectors.joining(", ")))
                .append('\n');
    }

    private void need(Value v, Graph g, Map<Node, Boolean> done, String indent) {
        if (v != null && v.graph() == g && v.producer() != null) {
            need(v.producer(), g, done, indent);
        }
    }

    private void need(Node n, Graph g, Map<Node, Boolean> done, String indent) {
        if (done.put(n, true) != null) {
            return;
        }
        n.inputs().forEach(v -> need(v, g, done, indent));
        for (Graph body : n.subgraphs()) {
            for (Node inner : body.nodes()) {
                inner.inputs().forEach(v -> need(v, g, done, indent));
            }
        }
        out.append(indent)
                .append(n.outputs().stream().map(this::text).collect(Collectors.joining(", ")))
                .append(" = ")
                .append(n.domain().isEmpty() ? "" : n.domain() + ".")
                .append(n.opType())
                .append('(')
                .append(n.inputs().stream().map(this::text).collect(Collectors.joining(", ")))
                .append(')');
        Map<String, String> attributes = new TreeMap<>();
        for (Attribute a : n.attributes().all()) {
            if (a.type() != AttributeType.GRAPH) {
                attributes.put(a.name(), value(a.value()));
            }
        }
        out.append(attributes.isEmpty() ? "" : attributes.toString()).append('\n');
        for (Graph body : n.subgraphs()) {
            graph(body, indent + "    ");
        }
    }

    private String text(Value v) {
        if (v == null) {
            return "_";
        }
        if (v.constant() != null && !v.isGraphInput()) {
            return tensor(v.constant());
        }
        return names.computeIfAbsent(v, x -> "%" + names.size());
    }

    private static String tensor(Tensor t) {
        String head = t.toString();
        boolean told = t.size() <= 32 && (!t.type().isFloatingPoint() || t.size() <= 1);
        return told ? head + contents(t) : head;
    }

    private static String contents(Tensor t) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < t.size(); i++) {
            if (t.type() == ElementType.FLOAT) {
                out.add(Float.toString(t.floats()[i]));
            } else if (t.type() == ElementType.STRING) {
                out.add(t.strings()[i]);
            } else if (t.type() == ElementType.DOUBLE) {
                out.add(Double.toString(t.doubles()[i]));
            } else if (t.type().isFloatingPoint()) {
                out.add("…");
            } else {
                out.add(Long.toString(t.longAt(i)));
            }
        }
        return "{" + String.join(",", out) + "}";
    }

    private static String value(Object v) {
        if (v instanceof byte[] b) {
            return new String(b, StandardCharsets.UTF_8);
        }
        if (v instanceof long[] l) {
            return Arrays.toString(l);
        }
        if (v instanceof float[] f) {
            return Arrays.toString(f);
        }
        if (v instanceof Tensor t) {
            return tensor(t);
        }
        if (v instanceof List<?> l) {
            return l.stream().map(GraphPrinter::value).toList().toString();
        }
        return String.valueOf(v);
    }
}
