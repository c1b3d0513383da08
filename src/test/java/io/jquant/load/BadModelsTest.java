package io.jquant.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jquant.SharedFiles;
import io.jquant.support.JquantException;
import io.jquant.support.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The malformed and hostile files of the shared collection, each with the answer it may get. */
class BadModelsTest {
    @TempDir Path folder;

    /** The exit code that the command line gives for a kind. */
    private static int exitCode(Kind kind) {
        return switch (kind) {
            case MODEL -> 3;
            case UNSUPPORTED -> 4;
            default -> 1;
        };
    }

    private static void unpack(Path zip, Path to) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                Path file = to.resolve(e.getName());
                Files.createDirectories(e.isDirectory() ? file : file.getParent());
                if (!e.isDirectory()) {
                    Files.write(file, in.readAllBytes());
                }
            }
        }
    }

    /** What loading answers to a file: 0, or the exit code and the message. */
    private static Map.Entry<Integer, String> answer(Path file) {
        try {
            ModelLoader.load(file);
            return Map.entry(0, "accepted");
        } catch (JquantException e) {
            return Map.entry(exitCode(e.kind()), e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return Map.entry(1, e.toString());
        }
    }

    @Test
    void everyFileIsAnsweredAsACarefulLoaderWould() throws IOException {
        unpack(SharedFiles.require("conformance/bad.zip"), folder);
        Map<String, String> wrong = new TreeMap<>();
        Object rows = JSON.std.mapFrom(Files.readString(folder.resolve("bad.json"))).get("inputs");
        for (Object row : (List<?>) rows) {
            Map<?, ?> r = (Map<?, ?>) row;
            String name = (String) r.get("file");
            Map.Entry<Integer, String> a = answer(folder.resolve(name));
            List<?> allowed = (List<?>) r.get("inspect");
            if (!allowed.contains(a.getKey())) {
                wrong.put(name, a + ", allowed " + allowed);
            }
        }
        assertEquals(Map.of(), wrong);
    }
}
