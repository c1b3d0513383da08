package io.jquant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jquant.cli.CommandLineTester.Outcome;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is named as an output is looked at before the work, and replaces nothing that is read. */
class OutputPlacesTest {
    private static final Path GLYPHS = Path.of("models/glyphs.onnx");

    @TempDir Path folder;
    private Path model;

    @BeforeEach
    void copyModel() throws IOException {
        model = Files.copy(GLYPHS, folder.resolve("m.onnx"));
    }

    @Test
    void textOutputsDoNotReplaceTheModel() throws IOException {
        refused("quantize", model, "--calib", "random", "--json", model);
        refused("quantize", model, "--calib", "random", "--save-ranges", model);
        refused("calibrate", model, "--calib", "random", "-o", model);
        refused("calibrate", model, "--calib", "random", "--json", model);
        refused("optimize", model, "-o", model);
        refused("optimize", model, "--json", model);
        refused("inspect", model, "--json", model);
        refused("bench", model, "--json", model);
    }

    @Test
    void rangesThatAreReadAreNotReplaced() throws IOException {
        Path table = folder.resolve("r.json");
        CommandLineTester.run("calibrate", model, "--calib", "random", "--samples", 1, "-o", table);
        byte[] before = Files.readAllBytes(table);
        refused("quantize", model, "--ranges", table, "--save-ranges", table, "-o", out());
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(table)));
    }

    @Test
    void resultsDoNotReplaceEachOther() throws IOException {
        Path again = folder.resolve("x").resolve("..").resolve("out.onnx");
        Files.createDirectory(folder.resolve("x"));
        refused("quantize", model, "--calib", "random", "-o", out(), "--save-ranges", again);
        refused("quantize", model, "--calib", "random", "-o", out(), "--json", again);
        refused("calibrate", model, "--calib", "random", "-o", out(), "--json", again);
        String said = refused("optimize", model, "-o", out(), "--json", again);
        assertEquals("error: " + String.format(Problem.OUTPUT_TWICE.format(), again), said.strip());
    }

    @Test
    void folderIsNotReplacedByAFile() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        refused("quantize", model, "--calib", "random", "-o", empty);
        refused("optimize", model, "-o", empty);
        refused("calibrate", model, "--calib", "random", "-o", empty);
        refused("inspect", model, "--json", empty);
        assertTrue(Files.isDirectory(empty));
    }

    @Test
    void folderThatIsNotThereIsNamed() throws IOException {
        Path nowhere = folder.resolve("nowhere").resolve("x");
        String said = refused("quantize", model, "--calib", "random", "-o", nowhere);
        assertTrue(said.contains("there is no folder"), said);
        refused("quantize", model, "--calib", "random", "-o", out(), "--json", nowhere);
        refused("quantize", model, "--calib", "random", "-o", out(), "--save-ranges", nowhere);
    }

    @Test
    void devicesAreNotReplaced() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "no /dev/null on this system");
        refused("quantize", model, "--calib", "random", "-o", device);
        refused("inspect", model, "--json", device);
        assertTrue(!Files.isRegularFile(device));
    }

    private Path out() {
        return folder.resolve("out.onnx");
    }

    /** One line and exit code 2; the model is as it was, and nothing is written. */
    private String refused(Object... args) throws IOException {
        List<String> before = names();
        Outcome o = CommandLineTester.run(args);
        assertEquals(2, o.code(), o.err());
        assertEquals(1, o.err().lines().filter(l -> l.startsWith("error: ")).count(), o.err());
        assertEquals(-1, Files.mismatch(GLYPHS, model));
        assertEquals(before, names());
        return o.err();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }
}
