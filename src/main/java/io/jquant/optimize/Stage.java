package io.jquant.optimize;

import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;

/** A form of the model that passes may rely on, and the pass that brings it about. */
public enum Stage {
    /** Axes, pads and the like are inputs, Softmax works along one axis. */
    OPSET_13("opset 13 or later", "opset-upgrade"),
    /** No Constant nodes are left. */
    CONSTANTS("constants that are initializers", "constant-nodes");

    private final String words;
    private final String pass;

    Stage(String words, String pass) {
        this.words = words;
        this.pass = pass;
    }

    /** What the form is, for messages. */
    public String words() {
        return words;
    }

    /** The pass that brings it about. */
    public String pass() {
        return pass;
    }

    /** Has the model this form already? */
    public boolean holds(Model model) {
        return switch (this) {
            case OPSET_13 -> model.opset() >= OptimizeOptions.LOWEST_OPSET;
            case CONSTANTS -> !anyConstantNode(model.graph());
        };
    }

    private static boolean anyConstantNode(Graph graph) {
        for (Node n : graph.nodes()) {
            if (n.is("Constant") || n.subgraphs().stream().anyMatch(Stage::anyConstantNode)) {
                return true;
            }
        }
        return false;
    }
}
