package io.jquant.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.cli.CommandLineTester.Outcome;
import io.jquant.data.numpy.NpyReader;
import io.jquant.data.numpy.NpyWriter;
import io.jquant.graph.GraphText;
import io.jquant.save.ModelSaver;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} gives every sample a folder of its own. */
class RunSamplesTest {
    @TempDir private Path dir;
    private Path model;
    private Path data;

    @BeforeEach
    void make() throws IOException {
        model = dir.resolve("neg.onnx");
        ModelSaver.save(GraphText.parse("x:float[1,2] -> y = Neg(x) -> y"), model);
        data = Files.createDirectory(dir.resolve("data"));
        NpyWriter.write(data.resolve("a b.npy"), Tensor.of(Shape.of(1, 2), 1f, 2f));
        NpyWriter.write(data.resolve("a_b.npy"), Tensor.of(Shape.of(1, 2), 3f, 4f));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void namesThatBecomeTheSameDoNotOverwriteEachOther() throws IOException {
        Path out = dir.resolve("out");
        Outcome o = CommandLineTester.run("run", model, "--data", data, "--out", out);
        assertEquals(0, o.code(), o.err());
        assertEquals(List.of("a_b", "a_b_2"), names(out));
        assertArrayEquals(new float[] {-1, -2}, NpyReader.read(out.resolve("a_b/y.npy")).floats());
        assertArrayEquals(
                new float[] {-3, -4}, NpyReader.read(out.resolve("a_b_2/y.npy")).floats());
    }

    @Test
    void badSamplesEndTheRunUnlessTheyMayBeSkipped() throws IOException {
        Files.writeString(data.resolve("bad.npy"), "no numpy");
        Path out = dir.resolve("out");
        Outcome stopped = CommandLineTester.run("run", model, "--data", data, "--out", out);
        assertEquals(5, stopped.code(), stopped.err());
        assertTrue(stopped.err().contains("bad.npy: not a NumPy file"), stopped.err());
        Outcome went =
                CommandLineTester.run("run", model, "--data", data, "--out", out, "--skip-bad");
        assertEquals(0, went.code(), went.err());
        assertEquals(List.of("a_b", "a_b_2"), names(out));
    }
}
