package io.jquant.load;

import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.OperatorSignatures;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away attributes that ONNX's own operators do not have. They change nothing, but runtimes
 * refuse a file for them.
 */
final class UnknownAttributes {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownAttributes.class);

    private final int opset;
    private int dropped;
    private String example = "";

    private UnknownAttributes(int opset) {
        this.opset = opset;
    }

    /** Drops them from all nodes, and warns once. */
    static void drop(Model model, String file) {
        UnknownAttributes unknown = new UnknownAttributes(model.opset(""));
        unknown.look(model.graph());
        if (unknown.dropped > 0) {
            LOG.warn(
                    "{}: {} attributes that their operators do not have are left out, such as {}",
                    file,
                    unknown.dropped,
                    unknown.example);
        }
    }

    private void look(Graph graph) {
        for (Node n : graph) {
            Optional<Set<String>> known =
                    n.domain().isEmpty()
                            ? OperatorSignatures.attributes(n.opType(), opset)
                            : Optional.empty();
            if (known.isPresent()) {
                for (Attribute a : List.copyOf(n.attributes().all())) {
                    if (!known.get().contains(a.name())) {
                        n.attributes().remove(a.name());
                        dropped++;
                        example = "'" + a.name() + "' of " + n;
                    }
                }
            }
            n.subgraphs().forEach(this::look);
        }
    }
}
