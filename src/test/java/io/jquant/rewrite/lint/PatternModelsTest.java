package io.jquant.rewrite.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.jquant.DataOptions;
import io.jquant.ModelFile;
import io.jquant.Quantizer;
import io.jquant.SharedFiles;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.load.ModelLoader;
import io.jquant.support.JquantException;
import io.jquant.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the linter says of quantized models, beside the graphs that ONNX Runtime makes of them. */
class PatternModelsTest {
    /** Every so many of the models are taken. */
    private static final int STEP = 8;

    private static final Set<String> INTEGER =
            Set.of(
                    "QLinearConv",
                    "QLinearMatMul",
                    "QGemm",
                    "MatMulIntegerToFloat",
                    "ConvInteger",
                    "MatMulInteger",
                    "DynamicQuantizeMatMul");

    private static final Set<String> FLOAT =
            Set.of(
                    "Conv",
                    "ConvTranspose",
                    "FusedConv",
                    "Gemm",
                    "FusedGemm",
                    "MatMul",
                    "FusedMatMul");

    @TempDir Path folder;

    @Test
    void heavyOperatorsAreWhatOnnxRuntimeMakesOfThem() throws IOException, OrtException {
        Map<String, byte[]> models =
                SharedFiles.zip(SharedFiles.require("conformance/patterns_open.zip"), "model.onnx");
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        int at = 0;
        for (Map.Entry<String, byte[]> e : models.entrySet()) {
            if (at++ % STEP != 0) {
                continue;
            }
            Path file = folder.resolve("model.onnx");
            Files.write(file, e.getValue());
            for (String coverage : List.of("full", "lean")) {
                Path out = folder.resolve("model.int8.onnx");
                try {
                    Quantizer.of(file)
                            .data(DataOptions.of("random").withSamples(2))
                            .coverage(coverage)
                            .threads(1)
                            .output(out)
                            .run();
                } catch (JquantException unsupported) {
                    continue; // not what this test is about
                }
                checked++;
                LintReport r = FusionLint.check(ModelFile.open(out), Targets.ONNXRUNTIME);
                int[] made = optimized(out);
                if (made[0] != r.integer() || made[1] != r.findings().size() - r.integer()) {
                    wrong.add(e.getKey() + " " + coverage + ": " + made[0] + "/" + made[1]);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(checked > models.size() / STEP, checked + " models");
    }

    /** Integer and float heavy operators of the graph that ONNX Runtime makes. */
    private int[] optimized(Path file) throws OrtException, IOException {
        Path out = folder.resolve("optimized.onnx");
        Files.deleteIfExists(out);
        try (SessionOptions o = new SessionOptions()) {
            // the last level only changes layouts, and some versions cannot write what it makes
            o.setOptimizationLevel(OptLevel.EXTENDED_OPT);
            o.setOptimizedModelFilePath(out.toString());
            OrtEnvironment.getEnvironment().createSession(file.toString(), o).close();
        }
        int[] count = new int[2];
        count(ModelLoader.load(out).graph(), count);
        return count;
    }

    private static void count(Graph g, int[] count) {
        for (Node n : g) {
            count[0] += INTEGER.contains(n.opType()) ? 1 : 0;
            count[1] += FLOAT.contains(n.opType()) ? 1 : 0;
            n.subgraphs().forEach(b -> count(b, count));
        }
    }
}
