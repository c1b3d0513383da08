package io.jquant.rewrite;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.support.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Patterns that choose nodes: a name, a glob over names with * and ?, or {@code op:Type}. */
final class NodePatterns {
    private static final String OPERATOR = "op:";

    private final List<Choice> choices;

    private record Choice(boolean byOperator, Pattern pattern) {}

    NodePatterns(List<String> patterns) {
        choices =
                patterns.stream()
                        .map(
                                p ->
                                        p.startsWith(OPERATOR)
                                                ? new Choice(
                                                        true,
                                                        Glob.compile(
                                                                p.substring(OPERATOR.length())))
                                                : new Choice(false, Glob.compile(p)))
                        .toList();
    }

    /** The patterns that match none of some nodes. */
    static List<String> unmatched(List<String> patterns, List<Graph> graphs) {
        List<String> out = new ArrayList<>();
        for (String p : patterns) {
            NodePatterns one = new NodePatterns(List.of(p));
            boolean found = false;
            for (Graph g : graphs) {
                for (Node n : g) {
                    found |= one.match(n);
                }
            }
            if (!found) {
                out.add(p);
            }
        }
        return out;
    }

    boolean isEmpty() {
        return choices.isEmpty();
    }

    boolean match(Node node) {
        return choices.stream()
                .anyMatch(
                        c ->
                                c.pattern()
                                        .matcher(c.byOperator() ? node.opType() : node.label())
                                        .matches());
    }
}
