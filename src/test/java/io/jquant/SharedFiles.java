package io.jquant;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Models and cases that lie beside the project, in the folder of the system property {@code
 * jquant.shared}. Tests that need them are skipped where they are missing.
 */
public final class SharedFiles {
    private SharedFiles() {}

    /** A file or folder there. */
    public static Path require(String relative) {
        Path path = Path.of(System.getProperty("jquant.shared", "../shared"), relative);
        assumeTrue(Files.exists(path), () -> path + " is missing: test skipped");
        return path;
    }

    /** The files with this ending in a folder, sorted. */
    public static List<Path> list(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(ending))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files with this ending in a zip archive, by name. */
    public static Map<String, byte[]> zip(Path archive, String ending) {
        Map<String, byte[]> out = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            List<ZipEntry> entries = new ArrayList<>();
            zip.stream().filter(e -> e.getName().endsWith(ending)).forEach(entries::add);
            for (ZipEntry e : entries) {
                try (InputStream in = zip.getInputStream(e)) {
                    out.put(e.getName(), in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }
}
