package io.jquant.cli;

import io.jquant.support.Glob;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names with {@code *} for anything and {@code ?} for one character; several with commas between
 * them.
 */
record Globs(List<Pattern> patterns) {
    static Globs of(String text) {
        return new Globs(Stream.of(text.split(",", -1)).map(Glob::compile).toList());
    }

    boolean matches(String name) {
        return patterns.stream().anyMatch(p -> p.matcher(name).matches());
    }
}
