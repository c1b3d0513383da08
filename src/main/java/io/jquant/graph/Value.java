package io.jquant.graph;

import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A named value of a graph: an input, an initializer, or the output of a node. Its readers, also
 * those inside the subgraphs of nodes, are known at any time; only {@link Graph} and {@link Node}
 * change them.
 */
public final class Value {
    private final Graph graph;
    private String name;
    private ValueType type;
    private Tensor constant;
    private Carried carried;
    Node producer;
    int outputIndex;
    private final Set<Use> uses = new LinkedHashSet<>();

    Value(Graph graph, String name, ValueType type) {
        this.graph = graph;
        this.name = name;
        this.type = type;
    }

    /** The graph that this value was made in. */
    public Graph graph() {
        return graph;
    }

    public String name() {
        return name;
    }

    void rename(String to) {
        name = to;
    }

    /** The type as far as it is known; null when nothing is. */
    public ValueType type() {
        return type;
    }

    public void setType(ValueType type) {
        this.type = type;
    }

    /** The type when this is a dense tensor, else null. */
    public ValueType.TensorType tensorType() {
        return type instanceof ValueType.TensorType t ? t : null;
    }

    /** The node that computes this value, or null for inputs and initializers. */
    public Node producer() {
        return producer;
    }

    /** Which output of its producer this is. */
    public int outputIndex() {
        return outputIndex;
    }

    /** Where the value is read, in the order in which the readers were made. */
    public List<Use> uses() {
        return new ArrayList<>(uses);
    }

    /** Does the node read this value at this place, as far as the value knows? */
    boolean isReadAt(Node node, int index) {
        return uses.contains(new Use(node, index));
    }

    public int useCount() {
        return uses.size();
    }

    /**
     * The node that alone reads this value, and reads it once, where the value is no output of a
     * graph either; else null.
     */
    public Node soleReader() {
        if (uses.size() != 1 || isGraphOutput()) {
            return null;
        }
        return uses.iterator().next().node();
    }

    void addUse(Node node, int index) {
        uses.add(new Use(node, index));
    }

    void removeUse(Node node, int index) {
        uses.remove(new Use(node, index));
    }

    /**
     * The tensor of an initializer; null for anything else. An initializer that is also a graph
     * input can be overridden.
     */
    public Tensor constant() {
        return constant;
    }

    /** Is this an initializer that callers cannot override? */
    public boolean isConstant() {
        return constant != null && !isGraphInput();
    }

    void setConstant(Tensor tensor) {
        constant = tensor;
    }

    public boolean isGraphInput() {
        return graph.isInput(this);
    }

    public boolean isGraphOutput() {
        return graph.isOutput(this);
    }

    /** What the file says beyond the type; may be null. */
    public Carried carried() {
        return carried;
    }

    public void setCarried(Carried carried) {
        this.carried = carried;
    }

    @Override
    public String toString() {
        return name;
    }
}
