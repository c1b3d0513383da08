package io.jquant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.DocFile;
import io.jquant.support.Kind;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every message has a test that provokes it, and stands in docs/errors.md. */
class ErrorsDocTest {
    private static final Map<Kind, String> MEANINGS =
            new EnumMap<>(
                    Map.of(
                            Kind.INTERNAL, "a fault of jquant, or of the machine",
                            Kind.USAGE, "the command line",
                            Kind.MODEL, "the model cannot be read, or is not valid",
                            Kind.UNSUPPORTED, "an operator or a feature that is not supported",
                            Kind.DATA, "data that is missing or bad",
                            Kind.CHECK, "a check that was asked for does not hold"));

    @Test
    void everyMessageIsProvokedByATest() throws IOException {
        List<Problem> without = new ArrayList<>();
        provokers()
                .forEach(
                        (problem, tests) -> {
                            if (tests.isEmpty()) {
                                without.add(problem);
                            }
                        });
        assertEquals(List.of(), without);
    }

    @Test
    void thePageIsFresh() throws IOException {
        DocFile.check("errors.md", page());
    }

    private static String page() throws IOException {
        StringBuilder out = new StringBuilder();
        out.append("# Errors\n\n")
                .append("A failure is one line on standard error, `error: WHAT: WHY (WHAT TO DO)`,")
                .append(" and an exit code. A *…* below\nstands for what the line names: a file, a")
                .append(" node, a tensor, a number. The last column names the tests that\n")
                .append("provoke the message. `-vv` adds the stack trace. No output file is left")
                .append(" behind by a failure.\n\n")
                .append("This page is made from the program by `bench/docs.sh`.\n");
        Map<Problem, Set<String>> provokers = provokers();
        for (Kind kind : Kind.values()) {
            out.append("\n## Exit code ").append(ExitCode.of(kind)).append(": ");
            out.append(MEANINGS.get(kind)).append("\n\n");
            out.append("| key | message | what to do | tests |\n|---|---|---|---|\n");
            for (Problem p : Problem.values()) {
                if (p.kind() == kind) {
                    out.append(row(p, provokers.get(p)));
                }
            }
        }
        return out.toString();
    }

    private static String row(Problem p, Set<String> tests) {
        String text =
                p.format()
                        .replace("%s", "…")
                        .replace("%d", "…")
                        .replace("%%", "%")
                        .replace("|", "\\|");
        int advice = text.lastIndexOf(" (");
        return String.format(
                        "| `%s` | %s | %s | %s |%n",
                        p.name(),
                        text.substring(0, advice),
                        text.substring(advice + 2, text.length() - 1),
                        String.join(", ", tests))
                .replace(System.lineSeparator(), "\n");
    }

    /** The test classes that name each key. */
    private static Map<Problem, Set<String>> provokers() throws IOException {
        Map<Problem, Set<String>> out = new EnumMap<>(Problem.class);
        Map<Problem, Pattern> names = new EnumMap<>(Problem.class);
        for (Problem p : Problem.values()) {
            out.put(p, new TreeSet<>());
            names.put(p, Pattern.compile("\\b" + p.name() + "\\b"));
        }
        List<Path> tests;
        try (Stream<Path> all = Files.walk(Path.of("src/test/java"))) {
            tests =
                    all.filter(f -> f.toString().endsWith("Test.java"))
                            .filter(f -> !f.endsWith("ErrorsDocTest.java"))
                            .sorted()
                            .toList();
        }
        for (Path test : tests) {
            String text = Files.readString(test, StandardCharsets.UTF_8);
            String name = String.valueOf(test.getFileName()).replace(".java", "");
            names.forEach(
                    (p, pattern) -> {
                        if (pattern.matcher(text).find()) {
                            out.get(p).add(name);
                        }
                    });
        }
        return out;
    }
}
