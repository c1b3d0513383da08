package io.jquant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.jquant.cli.CommandLineTester;
import io.jquant.cli.CommandLineTester.Outcome;
import io.jquant.data.SampleSource;
import io.jquant.graph.Model;
import io.jquant.load.ModelLoader;
import io.jquant.save.ModelSaver;
import io.jquant.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command on the example model, judged by ONNX Runtime on labelled pictures. */
class ExampleModelTest {
    private static final Path MODEL = Path.of("models/glyphs.onnx");
    private static final Path CALIB = Path.of("examples/calib");
    private static final Path TEST = Path.of("examples/test");

    @TempDir private Path folder;

    @Test
    void theInt8ModelKeepsTheAccuracyInOnnxRuntime() throws OrtException, IOException {
        Path out = folder.resolve("glyphs.int8.onnx");
        Outcome done =
                CommandLineTester.run(
                        "quantize",
                        MODEL,
                        "--calib",
                        CALIB,
                        "--method",
                        "asymmetric-mse",
                        "-o",
                        out);
        assertEquals(0, done.code(), done.err());
        assertEquals(
                done.out()
                        .replace(out.toString(), "models/glyphs.int8.onnx")
                        .lines()
                        .filter(l -> !l.startsWith("  time "))
                        .toList(),
                shownInReadme(),
                "README.md shows what the command prints");
        assertTrue(Files.size(out) < Files.size(MODEL) / 2, () -> "the result is not much smaller");

        double floating = accuracy(MODEL);
        double quantized = accuracy(out);
        assertTrue(floating > 0.97, () -> "float accuracy " + floating);
        assertTrue(
                quantized >= floating - 0.01,
                () -> "INT8 accuracy " + quantized + ", float " + floating);
    }

    /** The lines of the README's first block of output. */
    private static List<String> shownInReadme() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md"));
        int from = lines.indexOf("```") + 1;
        int to = from + lines.subList(from, lines.size()).indexOf("```");
        return lines.subList(from, to);
    }

    @Test
    void theSameOptionsGiveTheSameBytesForAnyNumberOfThreads() throws IOException {
        byte[] first = null;
        for (int threads : new int[] {1, 3}) {
            Path out = folder.resolve("t" + threads + ".onnx");
            Outcome done =
                    CommandLineTester.run(
                            "quantize",
                            MODEL,
                            "--calib",
                            CALIB,
                            "--samples",
                            8,
                            "--threads",
                            threads,
                            "-o",
                            out,
                            "-q");
            assertEquals(0, done.code(), done.err());
            byte[] bytes = Files.readAllBytes(out);
            if (first != null) {
                assertArrayEquals(first, bytes);
            }
            first = bytes;
        }
    }

    @Test
    void rangesFromAFileGiveTheSameModel() throws IOException {
        Path ranges = folder.resolve("ranges.json");
        Path direct = folder.resolve("direct.onnx");
        Path fromFile = folder.resolve("fromfile.onnx");
        Outcome first =
                CommandLineTester.run(
                        "quantize",
                        MODEL,
                        "--calib",
                        CALIB,
                        "--samples",
                        6,
                        "--coverage",
                        "full",
                        "--save-ranges",
                        ranges,
                        "-o",
                        direct,
                        "-q");
        assertEquals(0, first.code(), first.err());
        Outcome second =
                CommandLineTester.run(
                        "quantize",
                        MODEL,
                        "--ranges",
                        ranges,
                        "--coverage",
                        "full",
                        "-o",
                        fromFile,
                        "-q");
        assertEquals(0, second.code(), second.err());
        assertArrayEquals(withoutMetadata(direct), withoutMetadata(fromFile));
    }

    /** The metadata tell which samples there were. */
    private static byte[] withoutMetadata(Path file) throws IOException {
        Model m = ModelLoader.load(file);
        m.metadata().clear();
        Path bare = file.resolveSibling("bare.onnx");
        ModelSaver.save(m, bare);
        return Files.readAllBytes(bare);
    }

    private static double accuracy(Path file) throws OrtException, IOException {
        Map<String, Integer> labels = new HashMap<>();
        List<String> lines = Files.readAllLines(TEST.resolve("labels.csv"));
        for (String line : lines.subList(1, lines.size())) {
            labels.put(
                    line.substring(0, line.indexOf(',')),
                    Integer.parseInt(line.substring(line.indexOf(',') + 1)));
        }
        Model model = ModelLoader.load(MODEL);
        SampleSource samples =
                ModelData.open(
                        model, MODEL, DataOptions.of(TEST.toString()).withSamples(labels.size()));
        int right = 0;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString())) {
            for (int i = 0; i < samples.size(); i++) {
                Tensor x = samples.load(i).tensors().get("image");
                float[] values = Arrays.copyOf(x.floats(), x.size());
                try (OnnxTensor input =
                                OnnxTensor.createTensor(
                                        environment,
                                        FloatBuffer.wrap(values),
                                        x.shape().toArray());
                        OrtSession.Result result = session.run(Map.of("image", input))) {
                    float[] scores = ((float[][]) result.get(0).getValue())[0];
                    right += argMax(scores) == labels.get(samples.name(i)) ? 1 : 0;
                }
            }
        }
        return (double) right / samples.size();
    }

    private static int argMax(float[] x) {
        int best = 0;
        for (int i = 1; i < x.length; i++) {
            best = x[i] > x[best] ? i : best;
        }
        return best;
    }
}
