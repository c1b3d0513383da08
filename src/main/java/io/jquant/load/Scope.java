package io.jquant.load;

import io.jquant.graph.Graph;
import io.jquant.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The names of a graph of the file while it is being built, with what made each. A body finds the
 * names of the graphs around it too.
 */
final class Scope {
    private final Scope outer;
    private final Graph graph;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, String> makers = new HashMap<>();
    private final Set<Value> pending = new HashSet<>();
    private boolean unsorted;

    Scope(Graph graph, Scope outer) {
        this.graph = graph;
        this.outer = outer;
    }

    Graph graph() {
        return graph;
    }

    /** The names of the graph itself, in the order in which they were declared. */
    Map<String, Value> values() {
        return values;
    }

    void declare(String name, Value value, String maker) {
        values.put(name, value);
        makers.put(name, maker);
    }

    /** What declared a name of the graph itself, or null. */
    String maker(String name) {
        return makers.get(name);
    }

    /** The value is a node's output, and the node is not there yet. */
    void await(Value value) {
        pending.add(value);
    }

    void arrived(Value value) {
        pending.remove(value);
    }

    /** The value that a node reads under this name; null when there is none. */
    Value read(String name) {
        for (Scope s = this; s != null; s = s.outer) {
            Value v = s.values.get(name);
            if (v != null) {
                s.unsorted |= s.pending.contains(v);
                return v;
            }
        }
        return null;
    }

    /** Was a value read before the node that makes it? */
    boolean isUnsorted() {
        return unsorted;
    }
}
