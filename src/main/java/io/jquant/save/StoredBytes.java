package io.jquant.save;

import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.List;

/** How many bytes the tensors of a model take in a file. Strings count as nothing. */
final class StoredBytes {
    private StoredBytes() {}

    /** Initializers, those of bodies included. */
    static long ofInitializers(Model model) {
        return sum(model.graph(), true);
    }

    /** Tensors among the attributes, which cannot be external data; those of functions included. */
    static long ofAttributes(Model model) {
        long bytes = sum(model.graph(), false);
        for (Model.Function f : model.functions()) {
            bytes += sum(f.body(), false) + sum(f.body(), true);
        }
        return bytes;
    }

    private static long sum(Graph graph, boolean initializers) {
        long bytes = 0;
        if (initializers) {
            for (Value v : graph.initializers()) {
                bytes += of(v.constant());
            }
        }
        for (Node n : graph) {
            for (Attribute a : n.attributes().all()) {
                if (!initializers && a.value() instanceof Tensor t) {
                    bytes += of(t);
                } else if (!initializers && a.value() instanceof List<?> list) {
                    for (Object o : list) {
                        bytes += o instanceof Tensor t ? of(t) : 0;
                    }
                }
            }
            for (Graph body : n.subgraphs()) {
                bytes += sum(body, initializers);
            }
        }
        return bytes;
    }

    private static long of(Tensor t) {
        return t.type() == ElementType.STRING ? 0 : t.type().bytes(t.shape().size());
    }
}
