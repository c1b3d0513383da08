package io.jquant.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Kahn's algorithm, taking among the ready nodes the one that stands first, so that a sorted graph
 * stays as it is.
 */
final class TopologicalSort {
    private TopologicalSort() {}

    static List<Node> of(Graph graph) {
        List<Node> nodes = graph.nodes();
        Map<Node, Integer> place = new HashMap<>();
        for (Node n : nodes) {
            place.put(n, place.size());
        }
        List<List<Integer>> readers = new ArrayList<>();
        int[] waiting = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            readers.add(new ArrayList<>());
        }
        for (int i = 0; i < waiting.length; i++) {
            Set<Node> needs = new HashSet<>();
            collect(nodes.get(i), graph, needs);
            for (Node p : needs) {
                Integer at = place.get(p);
                if (at != null) {
                    readers.get(at).add(i);
                    waiting[i]++;
                }
            }
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        List<Node> sorted = new ArrayList<>();
        while (!ready.isEmpty()) {
            int i = ready.poll();
            sorted.add(nodes.get(i));
            for (int r : readers.get(i)) {
                if (--waiting[r] == 0) {
                    ready.add(r);
                }
            }
        }
        return sorted;
    }

    /** The nodes of the graph whose results a node, or a body of it, reads. */
    private static void collect(Node n, Graph graph, Set<Node> needs) {
        for (Value v : n.inputs()) {
            if (v != null && v.producer() != null && v.graph() == graph) {
                needs.add(v.producer());
            }
        }
        for (Graph body : n.subgraphs()) {
            for (Node inner : body.nodes()) {
                collect(inner, graph, needs);
            }
            for (Value out : body.outputs()) {
                if (out.producer() != null && out.graph() == graph) {
                    needs.add(out.producer());
                }
            }
        }
    }
}
