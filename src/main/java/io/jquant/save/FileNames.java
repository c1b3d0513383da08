package io.jquant.save;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.wire.CarriedValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that values get in the file. In memory names are unique over the model, in a file
 * bodies beside each other may share some: what was renamed for that reason gets its old name back
 * where nothing in sight has it.
 */
final class FileNames {
    private final Map<String, Value> owners = new HashMap<>();
    private final Map<Value, String> restored = new HashMap<>();
    private final Map<String, List<Graph>> restoredIn = new HashMap<>();

    FileNames(Graph main) {
        collect(main);
        restore(main);
    }

    String of(Value v) {
        return restored.isEmpty() ? v.name() : restored.getOrDefault(v, v.name());
    }

    private void collect(Graph graph) {
        for (Value v : graph.values()) {
            owners.put(v.name(), v);
        }
        for (Node n : graph) {
            n.subgraphs().forEach(this::collect);
        }
    }

    /** From the outside in, so that the names around a body are settled before its own. */
    private void restore(Graph graph) {
        for (Value v : graph.values()) {
            if (v.carried() instanceof CarriedValue c && isRenamedAtLoad(v, c)) {
                boolean free = !isSeen(c.name(), graph) && !isInside(owners.get(c.name()), graph);
                if (free) {
                    restored.put(v, c.name());
                    restoredIn.computeIfAbsent(c.name(), k -> new ArrayList<>()).add(graph);
                }
            }
        }
        for (Node n : graph) {
            n.subgraphs().forEach(this::restore);
        }
    }

    private static boolean isRenamedAtLoad(Value v, CarriedValue c) {
        return v.name().equals(c.loadedAs()) && !c.name().equals(c.loadedAs());
    }

    /** Does a value of the graph or of those around it have this name? */
    private boolean isSeen(String name, Graph graph) {
        if (graph.find(name) != null) {
            return true;
        }
        return restoredIn.getOrDefault(name, List.of()).stream().anyMatch(g -> isAround(g, graph));
    }

    private static boolean isInside(Value owner, Graph graph) {
        return owner != null && isAround(graph, owner.graph());
    }

    private static boolean isAround(Graph outer, Graph inner) {
        for (Graph g = inner; g != null; g = g.parent()) {
            if (g == outer) {
                return true;
            }
        }
        return false;
    }
}
