package io.jquant.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An application of an operator. */
public final class Node {
    private final Graph graph;
    private final String domain;
    private final String opType;
    private final Attributes attributes;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private String name;
    private String overload = "";
    private Carried carried;
    Node previous;
    Node next;
    boolean attached;

    Node(Graph graph, String name, String domain, String opType, Attributes attributes) {
        this.graph = graph;
        this.name = name;
        this.domain = domain;
        this.opType = opType;
        this.attributes = attributes;
    }

    /** The graph that this node stands in. */
    public Graph graph() {
        return graph;
    }

    /** The node's name; may be empty. */
    public String name() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** The name, or where there is none what tells the node from others: its first output. */
    public String label() {
        if (!name.isEmpty()) {
            return name;
        }
        for (Value v : outputs) {
            if (v != null) {
                return v.name();
            }
        }
        return opType;
    }

    /** The operator's domain; the empty string is ONNX's own ("ai.onnx" is normalised to it). */
    public String domain() {
        return domain;
    }

    public String opType() {
        return opType;
    }

    /** Is this the operator of that name in ONNX's own domain? */
    public boolean is(String type) {
        return domain.isEmpty() && opType.equals(type);
    }

    /** Which of several model-local functions of the same name is meant; usually empty. */
    public String overload() {
        return overload;
    }

    public void setOverload(String overload) {
        this.overload = overload;
    }

    public Attributes attributes() {
        return attributes;
    }

    /** The inputs; null stands for an optional input that is left out. */
    public List<Value> inputs() {
        return Collections.unmodifiableList(inputs);
    }

    /** The input, or null when it is left out or the node has fewer. */
    public Value input(int index) {
        return index < inputs.size() ? inputs.get(index) : null;
    }

    /** The outputs; null stands for an optional output that is left out. */
    public List<Value> outputs() {
        return Collections.unmodifiableList(outputs);
    }

    /** The output, or null when it is left out or the node has fewer. */
    public Value output(int index) {
        return index < outputs.size() ? outputs.get(index) : null;
    }

    /** The first output. */
    public Value output() {
        return outputs.get(0);
    }

    /** Replaces an input, or appends it when the node has just that many; null leaves it out. */
    public void setInput(int index, Value value) {
        if (index < inputs.size()) {
            Value old = inputs.get(index);
            if (old != null) {
                old.removeUse(this, index);
            }
            inputs.set(index, value);
        } else {
            while (inputs.size() < index) {
                inputs.add(null);
            }
            inputs.add(value);
        }
        if (value != null) {
            value.addUse(this, index);
        }
    }

    /** Takes away the inputs from this index on. */
    public void truncateInputs(int count) {
        while (inputs.size() > count) {
            int last = inputs.size() - 1;
            Value old = inputs.remove(last);
            if (old != null) {
                old.removeUse(this, last);
            }
        }
    }

    /** Gives the node an output value that no node produces yet; null leaves the output out. */
    void setOutput(int index, Value value) {
        while (outputs.size() <= index) {
            outputs.add(null);
        }
        Value old = outputs.get(index);
        if (old != null && old.producer == this) {
            old.producer = null;
        }
        outputs.set(index, value);
        if (value != null) {
            value.producer = this;
            value.outputIndex = index;
        }
    }

    /** Shortens the list of outputs by what is left out at its end. */
    void trimOutputs() {
        while (!outputs.isEmpty() && outputs.get(outputs.size() - 1) == null) {
            outputs.remove(outputs.size() - 1);
        }
    }

    /** The next node in the graph's order, or null. */
    public Node next() {
        return next;
    }

    /** Is the node still part of its graph? */
    public boolean isAttached() {
        return attached;
    }

    /** The subgraphs among the attributes, in order. */
    public List<Graph> subgraphs() {
        List<Graph> out = new ArrayList<>();
        for (Attribute a : attributes.all()) {
            if (a.value() instanceof Graph g) {
                out.add(g);
            } else if (a.type() == AttributeType.GRAPHS) {
                for (Object g : (List<?>) a.value()) {
                    out.add((Graph) g);
                }
            }
        }
        return out;
    }

    /** What the file says beyond what is interpreted; may be null. */
    public Carried carried() {
        return carried;
    }

    public void setCarried(Carried carried) {
        this.carried = carried;
    }

    @Override
    public String toString() {
        return opType + " '" + label() + "'";
    }
}
