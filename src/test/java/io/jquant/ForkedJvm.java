package io.jquant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way of running Java that must not show in results: the JDK, and what it is told of vectors.
 *
 * @param name for reports
 * @param java the program
 * @param options its options
 */
public record ForkedJvm(String name, Path java, List<String> options) {
    /**
     * The system property, or environment variable in capitals, with the homes of further JDKs to
     * test with, separated as in a class path.
     */
    private static final String JDKS = "jquant.test.jdks";

    private static final List<String> VECTORS = List.of("--add-modules", "jdk.incubator.vector");

    private static Path here() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** This JDK with vectors of a width in bits, or "scalar". */
    public static ForkedJvm width(String width) {
        List<String> options = new ArrayList<>(VECTORS);
        options.add("-Djquant.simd=" + width);
        return new ForkedJvm(width, here(), options);
    }

    /** This JDK without the module of the Vector API. */
    public static ForkedJvm withoutModule() {
        return new ForkedJvm("no module", here(), List.of());
    }

    /** As on a CPU without fused multiply-add; the flag is for x86, others ignore it. */
    public static ForkedJvm withoutFma() {
        List<String> options = new ArrayList<>(VECTORS);
        options.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=0"));
        return new ForkedJvm("no FMA", here(), options);
    }

    /** Other JDKs as they choose by themselves; none when none is named. */
    public static Stream<ForkedJvm> otherJdks() {
        String named =
                System.getProperty(JDKS, System.getenv().getOrDefault("JQUANT_TEST_JDKS", ""));
        return Stream.of(named.split(File.pathSeparator, -1))
                .filter(home -> !home.isBlank())
                .map(home -> Path.of(home, "bin", "java"))
                .filter(Files::isExecutable)
                .map(java -> new ForkedJvm(java.toString(), java, VECTORS));
    }

    /** Runs the main class of the tests' class path; its lines on standard output. */
    public List<String> run(Class<?> main, Object... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(options);
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object a : args) {
            command.add(String.valueOf(a));
        }
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            out.lines().forEach(lines::add);
        }
        try {
            assertEquals(0, process.waitFor(), () -> name + ": " + String.join("\n", lines));
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
        return lines;
    }

    @Override
    public String toString() {
        return name;
    }
}
