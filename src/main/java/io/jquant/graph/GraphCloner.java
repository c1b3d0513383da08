package io.jquant.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deep copies of graphs. */
final class GraphCloner {
    private final Map<Value, Value> copies = new HashMap<>();

    private GraphCloner() {}

    /** A main graph of its own with the same names, types, constants and bodies. */
    static Graph clone(Graph graph) {
        Graph out = new Graph(graph.name());
        new GraphCloner().copy(graph, out);
        return out;
    }

    private void copy(Graph from, Graph to) {
        to.setCarried(from.carried());
        for (Value v : from.values()) {
            Value c = to.addValue(v.name(), v.type());
            c.setCarried(v.carried());
            copies.put(v, c);
        }
        for (Value v : from.initializers()) {
            to.setInitializer(copies.get(v), v.constant());
        }
        for (Value v : from.inputs()) {
            to.addInput(copies.get(v));
        }
        for (Node n : from.nodes()) {
            Node c =
                    to.addNode(
                            n.name(),
                            n.domain(),
                            n.opType(),
                            copy(n.attributes(), to),
                            copy(n.inputs()),
                            copy(n.outputs()));
            c.setOverload(n.overload());
            c.setCarried(n.carried());
        }
        for (Value v : from.outputs()) {
            to.addOutput(copies.get(v));
        }
    }

    private List<Value> copy(List<Value> values) {
        List<Value> out = new ArrayList<>(values.size());
        for (Value v : values) {
            out.add(v == null ? null : copies.get(v));
        }
        return out;
    }

    private Attributes copy(Attributes attributes, Graph around) {
        Attributes out = new Attributes();
        for (Attribute a : attributes.all()) {
            out.set(
                    switch (a.type()) {
                        case GRAPH -> with(a, body((Graph) a.value(), around));
                        case GRAPHS -> {
                            List<Graph> bodies = new ArrayList<>();
                            for (Object g : (List<?>) a.value()) {
                                bodies.add(body((Graph) g, around));
                            }
                            yield with(a, bodies);
                        }
                        default -> a;
                    });
        }
        return out;
    }

    private static Attribute with(Attribute a, Object value) {
        return new Attribute(a.name(), a.type(), value, a.reference(), a.carried());
    }

    private Graph body(Graph from, Graph around) {
        Graph to = new Graph(from.name(), around);
        copy(from, to);
        return to;
    }
}
