package io.jquant;

import io.jquant.execute.TypeInference;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.load.ModelLoader;
import io.jquant.support.Problem;
import java.nio.file.Path;
import java.util.Map;

/** Opens model files for a job: read, checked, and with the types of all values inferred. */
public final class ModelFile {
    private ModelFile() {}

    /**
     * Opens a model.
     *
     * @throws io.jquant.support.JquantException when the file cannot be read, or when the
     *     attributes, shapes or types of a node make no sense to its operator
     */
    public static Model open(Path file) {
        Model model = ModelLoader.load(file);
        for (Map.Entry<Node, String> e : TypeInference.analyze(model).complaints().entrySet()) {
            throw Problem.NODE_REFUSED.with(
                    file, e.getKey().label(), e.getKey().opType(), e.getValue());
        }
        return model;
    }
}
