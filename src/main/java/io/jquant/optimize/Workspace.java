package io.jquant.optimize;

import io.jquant.execute.Facts;
import io.jquant.execute.TypeInference;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A model under optimization, with what is known of its values. */
public final class Workspace {
    private final Model model;
    private final OptimizeOptions options;
    private Facts facts;

    Workspace(Model model, OptimizeOptions options) {
        this.model = model;
        this.options = options;
    }

    public Model model() {
        return model;
    }

    public OptimizeOptions options() {
        return options;
    }

    /** The version of ONNX's own operator set. */
    public int opset() {
        return model.opset();
    }

    /**
     * Types, shapes and small constants. They are those of the moment when the pass first asked:
     * values that it makes itself are not among them.
     */
    public Facts facts() {
        if (facts == null) {
            facts = TypeInference.analyze(model);
        }
        return facts;
    }

    /** What is known no longer holds. */
    void changed() {
        facts = null;
    }

    /** The constant behind a value that may be left out; null when it is none. */
    public Tensor constant(Value v) {
        return v == null ? null : facts().constant(v);
    }

    /**
     * Is the value an initializer, or small and computed from constants, of type float or double?
     */
    public boolean isFloatConstant(Value v) {
        Tensor t = constant(v);
        return t != null && (t.type() == ElementType.FLOAT || t.type() == ElementType.DOUBLE);
    }

    /** The main graph and all bodies, outer before inner. */
    public List<Graph> graphs() {
        List<Graph> out = new ArrayList<>();
        out.add(model.graph());
        for (int i = 0; i < out.size(); i++) {
            for (Node n : out.get(i).nodes()) {
                out.addAll(n.subgraphs());
            }
        }
        return out;
    }

    /** The nodes of all graphs: outer graphs before inner ones, each in topological order. */
    public List<Node> nodes() {
        List<Node> out = new ArrayList<>();
        for (Graph g : graphs()) {
            out.addAll(g.nodes());
        }
        return out;
    }
}
