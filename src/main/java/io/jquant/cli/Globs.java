package io.jquant.cli;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names with {@code *} for anything and {@code ?} for one character; several with commas between
 * them.
 */
record Globs(List<Pattern> patterns) {
    static Globs of(String text) {
        return new Globs(
                List.of(text.split(",", -1)).stream()
                        .map(
                                g ->
                                        Pattern.compile(
                                                ("\\Q" + g + "\\E")
                                                        .replace("*", "\\E.*\\Q")
                                                        .replace("?", "\\E.\\Q"),
                                                Pattern.DOTALL))
                        .toList());
    }

    boolean matches(String name) {
        return patterns.stream().anyMatch(p -> p.matcher(name).matches());
    }
}
