package io.jquant.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.RangeTableReader;
import io.jquant.cli.CommandLineTester.Outcome;
import io.jquant.data.numpy.NpyReader;
import io.jquant.data.numpy.NpyWriter;
import io.jquant.graph.GraphText;
import io.jquant.grid.Range;
import io.jquant.save.ModelSaver;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stateful models: {@code --state}. */
class StateTest {
    @TempDir private Path dir;
    private Path model;
    private Path data;

    /** A running sum over sequences of four steps of ones, and its negation. */
    @BeforeEach
    void make() throws IOException {
        model = dir.resolve("sum.onnx");
        ModelSaver.save(
                GraphText.parse(
                        "x:float[1,2], state:float[1,2] -> next = Add(x, state); y = Neg(next)"
                                + " -> next:float[1,2], y:float[1,2]"),
                model);
        data = Files.createDirectory(dir.resolve("data"));
        for (int i = 0; i < 5; i++) {
            NpyWriter.write(
                    data.resolve(i + ".npy"),
                    Tensor.of(Shape.of(4, 1, 2), 1f, 2f, 1f, 2f, 1f, 2f, 1f, 2f));
        }
    }

    @Test
    void calibrationRunsSequences() {
        Path out = dir.resolve("ranges.json");
        Outcome o =
                CommandLineTester.run(
                        "calibrate",
                        model,
                        "--calib",
                        data,
                        "--state",
                        "next=state",
                        "--method",
                        "asymmetric-min-max",
                        "-o",
                        out);
        assertEquals(0, o.code(), o.err());
        RangeTable table = RangeTableReader.read(out);
        assertEquals(new Range(1, 8), table.get("next").range());
        assertEquals(new Range(0, 6), table.get("state").range());
    }

    @Test
    void listFilesAreGivenByAnAtSign() throws IOException {
        Path list = dir.resolve("list.txt");
        Files.writeString(list, "data/0.npy\ndata/3.npy\n");
        Outcome o =
                CommandLineTester.run(
                        "calibrate", model, "--calib", "@" + list, "--state", "next=state");
        assertEquals(0, o.code(), o.err());
    }

    @Test
    void everyStepOfARunHasAFolder() {
        Path out = dir.resolve("out");
        Outcome o =
                CommandLineTester.run(
                        "run", model, "--data", data, "--state", "next=state", "--out", out);
        assertEquals(0, o.code(), o.err());
        assertArrayEquals(
                new float[] {-1, -2}, NpyReader.read(out.resolve("0/0000/y.npy")).floats());
        assertArrayEquals(
                new float[] {-4, -8}, NpyReader.read(out.resolve("0/0003/y.npy")).floats());
    }

    @Test
    void quantizeJudgesSequences() {
        Outcome o =
                CommandLineTester.run(
                        "quantize",
                        model,
                        "--calib",
                        data,
                        "--state",
                        "next=state",
                        "--holdout",
                        "0.4",
                        "--min-sqnr",
                        "5",
                        "-o",
                        dir.resolve("int8.onnx"));
        assertEquals(0, o.code(), o.err());
    }

    @Test
    void withoutTheOptionItIsSuggested() throws IOException {
        Path sample = Files.createDirectories(dir.resolve("folders/one"));
        NpyWriter.write(sample.resolve("x.npy"), Tensor.of(Shape.of(1, 2), 1f, 2f));
        Outcome o = CommandLineTester.run("calibrate", model, "--calib", dir.resolve("folders"));
        assertEquals(5, o.code());
        assertTrue(o.err().contains("--state next=state"), o.err());
    }

    @Test
    void valuesThatAreNoPairsAreRefused() {
        for (String bad : new String[] {"next", "=state", "next=", "next=state,next=x"}) {
            Outcome o = CommandLineTester.run("calibrate", model, "--calib", data, "--state", bad);
            assertEquals(2, o.code(), bad);
            assertTrue(o.err().contains("--state"), o.err());
        }
        Outcome o =
                CommandLineTester.run("calibrate", model, "--calib", data, "--state", "y=nothing");
        assertEquals(5, o.code(), o.err());
        o = CommandLineTester.run("calibrate", model, "--calib", data, "--holdout", "1");
        assertEquals(2, o.code(), o.err());
    }
}
