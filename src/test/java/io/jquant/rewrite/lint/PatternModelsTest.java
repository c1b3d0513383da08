package io.jquant.rewrite.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.jquant.DataOptions;
import io.jquant.Quantizer;
import io.jquant.SharedFiles;
import io.jquant.optimize.OptimizeOptions;
import io.jquant.support.JquantException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the linter says of quantized models, beside the graphs that ONNX Runtime makes of them. */
class PatternModelsTest {
    /** Every so many of the models are taken; 1 with {@code -Djquant.all}. */
    private static final int STEP = Boolean.getBoolean("jquant.all") ? 1 : 8;

    /** ONNX Runtime 1.29 leaves one pair more here than 1.31, whose ways the linter has. */
    private static final String OLD_PAIR = "swin_window_shift__dyn/";

    private record Written(String target, String coverage) {}

    private static final List<Written> WRITTEN =
            List.of(
                    new Written("onnxruntime", "full"),
                    new Written("onnxruntime", "lean"),
                    new Written("tflite", "full"));

    @TempDir Path folder;

    @Test
    void operatorsAreWhatOnnxRuntimeMakesOfThem() throws IOException, OrtException {
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
            for (Written how : WRITTEN) {
                Path out = folder.resolve("model.int8.onnx");
                try {
                    Quantizer.of(file)
                            .data(DataOptions.of("random").withSamples(2))
                            .method("asymmetric-min-max")
                            .optimize(OptimizeOptions.standard())
                            .target(how.target())
                            .coverage(how.coverage())
                            .threads(1)
                            .output(out)
                            .run();
                } catch (JquantException unsupported) {
                    continue; // not what this test is about
                }
                checked++;
                int spare = e.getKey().startsWith(OLD_PAIR) ? 1 : 0;
                String difference = OptimizedGraph.difference(out, spare);
                if (!difference.isEmpty()) {
                    wrong.add(e.getKey() + " " + how + ": " + difference);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(checked > 2 * models.size() / STEP, checked + " models");
    }
}
