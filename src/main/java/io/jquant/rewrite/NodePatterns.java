package io.jquant.rewrite;

import io.jquant.graph.Node;
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
                                                        true, glob(p.substring(OPERATOR.length())))
                                                : new Choice(false, glob(p)))
                        .toList();
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

    private static Pattern glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
