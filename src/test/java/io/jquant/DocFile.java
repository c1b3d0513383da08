package io.jquant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pages of the documentation that are made from the program. */
public final class DocFile {
    private DocFile() {}

    /**
     * Fails when a page is not what the program would make of it today; with the system property
     * {@code jquant.docs=write} the page is written instead.
     */
    public static void check(String page, String text) throws IOException {
        Path file = Path.of("docs", page);
        if ("write".equals(System.getProperty("jquant.docs"))) {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
        assertEquals(text, read(page), () -> file + " is not fresh: run bench/docs.sh");
    }

    /** A page as it is; empty when there is none. */
    public static String read(String page) throws IOException {
        Path file = Path.of("docs", page);
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }
}
