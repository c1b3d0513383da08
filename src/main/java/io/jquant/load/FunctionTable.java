package io.jquant.load;

import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.support.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The functions of a model: who calls whom, and how large everything is once it is inlined. */
final class FunctionTable {
    /** Nodes that a model may have after its functions are inlined. */
    static final long MOST_NODES = 200_000;

    private static final int NAMED_IN_MESSAGES = 4;

    private final String file;
    private final Map<Key, Model.Function> functions = new LinkedHashMap<>();
    private final Map<Key, Long> sizes = new HashMap<>();

    private record Key(String domain, String name, String overload) {}

    FunctionTable(String file, List<Model.Function> all) {
        this.file = file;
        for (Model.Function f : all) {
            if (functions.put(new Key(f.domain(), f.name(), f.overload()), f) != null) {
                throw Problem.FUNCTION_INVALID.with(file, f.name(), "is defined twice");
            }
        }
        computeSizes();
    }

    /** The function that a node calls, or null. */
    Model.Function find(Node n) {
        return functions.get(key(n));
    }

    private static Key key(Node n) {
        return new Key(n.domain(), n.opType(), n.overload());
    }

    /** The default of a function's attribute, or null. */
    Attribute defaultOf(Model.Function f, String attribute) {
        for (Attribute a : f.defaults()) {
            if (a.name().equals(attribute)) {
                return a;
            }
        }
        return null;
    }

    /** The domains of the functions. */
    Set<String> domains() {
        Set<String> out = new LinkedHashSet<>();
        functions.keySet().forEach(k -> out.add(k.domain()));
        return out;
    }

    /** Refuses graphs that would grow too large. */
    void checkSize(Graph main) {
        Map<Key, Long> calls = new LinkedHashMap<>();
        long size = count(main, calls);
        for (Map.Entry<Key, Long> e : calls.entrySet()) {
            size = add(size, e.getValue(), sizes.get(e.getKey()));
            if (size > MOST_NODES) {
                throw Problem.FUNCTION_UNSUPPORTED.with(
                        file,
                        e.getKey().name(),
                        "the model would have more than "
                                + MOST_NODES
                                + " nodes without functions");
            }
        }
    }

    /** From the functions that call none up to those that call others (Kahn's algorithm). */
    private void computeSizes() {
        Map<Key, Map<Key, Long>> calls = new LinkedHashMap<>();
        Map<Key, List<Key>> callers = new HashMap<>();
        Map<Key, Integer> waiting = new HashMap<>();
        Deque<Key> ready = new ArrayDeque<>();
        functions.forEach(
                (key, f) -> {
                    Map<Key, Long> called = new LinkedHashMap<>();
                    sizes.put(key, count(f.body(), called));
                    calls.put(key, called);
                    waiting.put(key, called.size());
                    for (Key c : called.keySet()) {
                        callers.computeIfAbsent(c, k -> new ArrayList<>()).add(key);
                    }
                    if (called.isEmpty()) {
                        ready.add(key);
                    }
                });
        while (!ready.isEmpty()) {
            Key key = ready.removeFirst();
            waiting.remove(key);
            for (Map.Entry<Key, Long> e : calls.get(key).entrySet()) {
                sizes.merge(key, 0L, (size, z) -> add(size, e.getValue(), sizes.get(e.getKey())));
            }
            for (Key caller : callers.getOrDefault(key, List.of())) {
                if (waiting.merge(caller, -1, Integer::sum) == 0) {
                    ready.add(caller);
                }
            }
        }
        if (!waiting.isEmpty()) {
            throw Problem.FUNCTION_RECURSIVE.with(file, circle(calls, waiting.keySet()));
        }
    }

    /** Names of functions that never end. Each of the endless ones calls another of them. */
    private static String circle(Map<Key, Map<Key, Long>> calls, Set<Key> endless) {
        List<Key> way = new ArrayList<>();
        Set<Key> seen = new HashSet<>();
        Key at = calls.keySet().stream().filter(endless::contains).findFirst().orElseThrow();
        while (seen.add(at)) {
            way.add(at);
            at =
                    calls.get(at).keySet().stream()
                            .filter(endless::contains)
                            .findFirst()
                            .orElseThrow();
        }
        return way.subList(way.indexOf(at), way.size()).stream()
                .limit(NAMED_IN_MESSAGES)
                .map(k -> "'" + k.name() + "'")
                .collect(Collectors.joining(", "));
    }

    /** Counts the nodes that call no function, bodies included, and the calls of each function. */
    private long count(Graph graph, Map<Key, Long> calls) {
        long nodes = 0;
        for (Node n : graph) {
            Key key = key(n);
            if (functions.containsKey(key)) {
                calls.merge(key, 1L, Long::sum);
            } else {
                nodes++;
            }
            for (Graph body : n.subgraphs()) {
                nodes += count(body, calls);
            }
        }
        return nodes;
    }

    /** size + times · each, kept from overflowing. */
    private static long add(long size, long times, long each) {
        return Math.min(MOST_NODES + 1, size + Math.min(MOST_NODES + 1, times) * each);
    }
}
