package io.jquant.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jquant.SharedFiles;
import io.jquant.execute.TypeInference;
import io.jquant.load.ModelLoader;
import io.jquant.support.JquantException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inference complains of no node of a model that is sound: such a model would be refused. */
class SoundModelsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "conformance/open.zip",
                "conformance/legacy_open.zip",
                "conformance/edge_open.zip",
                "conformance/patterns_open.zip"
            })
    void casesAreNotComplainedOf(String archive) {
        Path path = SharedFiles.require(archive);
        Map<String, String> complaints = new TreeMap<>();
        CaseArchive.forEach(path, c -> collect(c.name(), c.model(), complaints));
        assertEquals(Map.of(), complaints);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoo/models"})
    void realModelsAreNotComplainedOf(String folder) {
        Map<String, String> complaints = new TreeMap<>();
        for (Path f : SharedFiles.list(SharedFiles.require(folder), ".onnx")) {
            collect(String.valueOf(f.getFileName()), f, complaints);
        }
        assertEquals(Map.of(), complaints);
    }

    private static void collect(String name, Path file, Map<String, String> complaints) {
        try {
            TypeInference.analyze(ModelLoader.load(file))
                    .complaints()
                    .forEach((node, words) -> complaints.put(name + " " + node, words));
        } catch (JquantException e) {
            complaints.put(name, e.getMessage());
        }
    }
}
