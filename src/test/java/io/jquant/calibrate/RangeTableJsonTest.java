package io.jquant.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Range;
import io.jquant.support.JquantException;
import io.jquant.support.Kind;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTableJsonTest {
    @TempDir Path folder;

    private RangeTable read(String text) throws IOException {
        Path file = folder.resolve("ranges.json");
        Files.writeString(file, text);
        return RangeTableReader.read(file);
    }

    private static ChannelStatistics channels(Random random, int n) {
        float[] min = new float[n];
        float[] max = new float[n];
        double[] mean = new double[n];
        double[] meanSquare = new double[n];
        for (int c = 0; c < n; c++) {
            min[c] = -random.nextFloat();
            max[c] = random.nextFloat() * 1e5f;
            mean[c] = random.nextGaussian();
            meanSquare[c] = Math.exp(20 * random.nextGaussian());
        }
        return new ChannelStatistics(-3, min, max, mean, meanSquare);
    }

    @Test
    void whatIsWrittenReadsBackExactly() throws IOException {
        Random random = new Random(1);
        Map<String, TensorRange> tensors = new LinkedHashMap<>();
        for (String name : List.of("z", "a\"b\\c\n\u0001", "", "日本")) {
            Range range = new Range(-random.nextFloat(), 1e-10f * random.nextFloat());
            Range seen = new Range(-1 - random.nextFloat(), 3e38f * random.nextFloat());
            tensors.put(
                    name,
                    new TensorRange(
                            range,
                            seen,
                            random.nextLong() >>> 1,
                            random.nextDouble(),
                            channels(random, 100),
                            random.nextDouble()));
        }
        tensors.put("plain", new TensorRange(new Range(0, 6), new Range(0, 6), 1, 0, null));
        String text = RangeTableWriter.json(new RangeTable("asymmetric-mse", tensors));
        RangeTable back = read(text);
        assertEquals("asymmetric-mse", back.method());
        assertEquals(List.copyOf(tensors.keySet()), List.copyOf(back.tensors().keySet()));
        for (Map.Entry<String, TensorRange> e : tensors.entrySet()) {
            TensorRange want = e.getValue();
            TensorRange got = back.get(e.getKey());
            assertEquals(want.range(), got.range());
            assertEquals(want.seen(), got.seen());
            assertEquals(want.samples(), got.samples());
            assertEquals(want.clipped(), got.clipped());
            assertEquals(want.splitHalf(), got.splitHalf());
            if (want.channels() == null) {
                assertNull(got.channels());
            } else {
                assertEquals(-3, got.channels().axis());
                assertArrayEquals(want.channels().min(), got.channels().min());
                assertArrayEquals(want.channels().max(), got.channels().max());
                assertArrayEquals(want.channels().mean(), got.channels().mean());
                assertArrayEquals(want.channels().meanSquare(), got.channels().meanSquare());
            }
        }
        assertEquals(text, RangeTableWriter.json(back));
    }

    @Test
    void oneLineForEachTensor() {
        Map<String, TensorRange> tensors = new LinkedHashMap<>();
        tensors.put(
                "x", new TensorRange(new Range(-0.375f, 6), new Range(-1, 7), 3, 0.25, null, 0.5));
        tensors.put("y", new TensorRange(new Range(0, 1e-9f), new Range(0, 1e-9f), 3, 0, null));
        assertEquals(
                """
                {"method":"symmetric-mse","tensors":{
                "x":{"min":-0.375,"max":6,"samples":3,"clipped":0.25,"splitHalf":0.5,"seen":[-1,7]},
                "y":{"min":0,"max":1e-9,"samples":3,"clipped":0,"seen":[0,1e-9]}}}
                """,
                RangeTableWriter.json(new RangeTable("symmetric-mse", tensors)));
    }

    @Test
    void minAndMaxAreEnough() throws IOException {
        RangeTable t =
                read(
                        "{\"method\": \"by hand\", \"tensors\": {\"x\": {\"min\": -1, \"max\": 2.5}}}");
        assertEquals(new Range(-1, 2.5f), t.get("x").range());
        assertEquals(new Range(-1, 2.5f), t.get("x").seen());
        assertNull(t.get("x").channels());
        assertTrue(Double.isNaN(t.get("x").splitHalf()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"method\": \"m\"}",
                "{\"tensors\": {}}",
                "{\"method\": 3, \"tensors\": {}}",
                "{\"method\": \"m\", \"tensors\": []}",
                "{\"method\": \"m\", \"tensors\": {}} {}",
                "{\"method\": \"m\", \"tensors\": {}, \"more\": 1}",
                "{\"method\": \"m\", \"method\": \"m\", \"tensors\": {}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": 1}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": null}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": \"1\"}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": NaN}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": 1e39}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": 1e400}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 1, \"max\": 0}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": 1, \"mox\": 1}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": 1, \"seen\": [1]}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": 1, \"seen\": 1}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": 1, \"samples\": 1.5}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": 1, \"channels\": []}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": 1, \"channels\":"
                        + " {\"axis\": 1, \"min\": [0], \"max\": [1, 2], \"mean\": [0],"
                        + " \"meanSquare\": [0]}}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": 1, \"channels\":"
                        + " {\"axis\": 1, \"min\": [2], \"max\": [1], \"mean\": [0],"
                        + " \"meanSquare\": [0]}}}}",
                "{\"method\": \"m\", \"tensors\": {\"x\": {\"min\": 0, \"max\": 1, \"channels\":"
                        + " {\"axis\": 9999999999, \"min\": [0], \"max\": [1], \"mean\": [0],"
                        + " \"meanSquare\": [0]}}}}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
            })
    void whatIsNoRangeTableIsRefused(String text) {
        JquantException e = assertThrows(JquantException.class, () -> read(text));
        assertEquals(Problem.RANGES_INVALID, e.problem());
        assertTrue(e.getMessage().contains("ranges.json"), e::getMessage);
    }

    @Test
    void refusalNamesTheTensorAndTheLine() {
        JquantException field =
                assertThrows(
                        JquantException.class,
                        () ->
                                read(
                                        "{\"method\": \"m\", \"tensors\": {\"conv1\": {\"min\": 3, \"max\": 2}}}"));
        assertTrue(field.getMessage().contains("tensor 'conv1'"), field::getMessage);
        JquantException syntax =
                assertThrows(
                        JquantException.class, () -> read("{\"method\": \"m\",\n \"tensors\" {}}"));
        assertTrue(syntax.getMessage().contains("line 2"), syntax::getMessage);
    }

    @Test
    void missingFileIsNamed() {
        JquantException e =
                assertThrows(
                        JquantException.class,
                        () -> RangeTableReader.read(folder.resolve("nothing.json")));
        assertEquals(Problem.RANGES_UNREADABLE, e.problem());
        assertEquals(Kind.DATA, e.kind());
        assertTrue(e.getMessage().contains("nothing.json"), e::getMessage);
    }

    @Test
    void folderIsNoRangeTable() {
        JquantException e =
                assertThrows(JquantException.class, () -> RangeTableReader.read(folder));
        assertEquals(Problem.RANGES_UNREADABLE, e.problem());
    }
}
