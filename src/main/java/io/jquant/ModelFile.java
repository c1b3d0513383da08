package io.jquant;

import io.jquant.execute.TypeInference;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.load.ModelLoader;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.ValueType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
        Map<Value, ElementType> declared = new LinkedHashMap<>();
        for (Value v : model.graph().outputs()) {
            declared.put(v, elementType(v));
        }
        for (Map.Entry<Node, String> e : TypeInference.analyze(model).complaints().entrySet()) {
            throw Problem.NODE_REFUSED.with(
                    file, e.getKey().label(), e.getKey().opType(), e.getValue());
        }
        declared.forEach((v, type) -> checkOutput(file, v, type));
        return model;
    }

    private static void checkOutput(Path file, Value output, ElementType declared) {
        ElementType found = elementType(output);
        if (declared != null && found != null && declared != found) {
            throw Problem.GRAPH_INVALID.with(
                    file,
                    "graph output '"
                            + output
                            + "' is declared as "
                            + declared
                            + ", its node makes "
                            + found);
        }
    }

    private static ElementType elementType(Value v) {
        return v.type() instanceof ValueType.TensorType t ? t.element() : null;
    }
}
