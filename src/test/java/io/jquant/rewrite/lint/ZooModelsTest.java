package io.jquant.rewrite.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.jquant.DataOptions;
import io.jquant.Quantizer;
import io.jquant.SharedFiles;
import io.jquant.optimize.OptimizeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the linter says of whole networks, beside the graphs that ONNX Runtime makes of them. A few
 * small ones are taken; all with {@code -Djquant.all}.
 */
class ZooModelsTest {
    private static final Set<String> SMALL =
            Set.of(
                    "blazeface-short.onnx",
                    "kws-dscnn.onnx",
                    "resnet8-cifar10.onnx",
                    "trained-convnext-mini.onnx",
                    "trained-lstm-rows.onnx",
                    "trained-mobilenetv3-mini.onnx",
                    "trained-ssd-mini.onnx",
                    "trained-text-mini.onnx",
                    "trained-unet-mini.onnx",
                    "trained-vit-mini.onnx");

    @TempDir Path folder;

    @Test
    void operatorsAreWhatOnnxRuntimeMakesOfThem() throws IOException, OrtException {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Path model : SharedFiles.list(SharedFiles.require("zoo/models"), ".onnx")) {
            if (!Boolean.getBoolean("jquant.all")
                    && !SMALL.contains(model.getFileName().toString())) {
                continue;
            }
            Path out = folder.resolve("model.int8.onnx");
            Quantizer.of(model)
                    .data(DataOptions.of("random").withSamples(1))
                    .method("asymmetric-min-max")
                    .optimize(OptimizeOptions.standard())
                    .output(out)
                    .run();
            checked++;
            String difference = OptimizedGraph.difference(out, 0);
            if (!difference.isEmpty()) {
                wrong.add(model.getFileName() + ": " + difference);
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(checked >= SMALL.size(), checked + " models");
    }
}
