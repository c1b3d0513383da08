package io.jquant.graph;

import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The nodes and values of a model, or of the body of a node such as If.
 *
 * <p>Nodes stand in topological order. Values of an outer graph may be read inside a body; such a
 * capture is a use like any other. Names are unique over the whole model, bodies included, so that
 * a name always means one value.
 */
public final class Graph implements Iterable<Node> {
    private final Graph parent;
    private final Names names;
    private String name;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Set<Value> inputSet = new LinkedHashSet<>();
    private final Map<Value, Integer> outputCounts = new HashMap<>();
    private final Map<String, Value> initializers = new LinkedHashMap<>();
    private final Map<String, Value> values = new LinkedHashMap<>();
    private Node first;
    private Node last;
    private int nodeCount;
    private Carried carried;

    /** An empty graph of its own. */
    public Graph(String name) {
        this(name, null);
    }

    /**
     * An empty body whose nodes may read values of an outer graph.
     *
     * @param parent the graph of the node that the body belongs to, or null
     */
    public Graph(String name, Graph parent) {
        this.name = name;
        this.parent = parent;
        this.names = parent == null ? new Names() : parent.names;
    }

    public String name() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** The graph whose values this body may read, or null for the main graph. */
    public Graph parent() {
        return parent;
    }

    // ---- values

    public List<Value> inputs() {
        return Collections.unmodifiableList(inputs);
    }

    public List<Value> outputs() {
        return Collections.unmodifiableList(outputs);
    }

    /** Values with a constant tensor, in the order of the file. */
    public List<Value> initializers() {
        return new ArrayList<>(initializers.values());
    }

    /** All values that belong to this graph itself. */
    public List<Value> values() {
        return new ArrayList<>(values.values());
    }

    /** The value of this name in this graph or the graphs around it, or null. */
    public Value find(String valueName) {
        for (Graph g = this; g != null; g = g.parent) {
            Value v = g.values.get(valueName);
            if (v != null) {
                return v;
            }
        }
        return null;
    }

    boolean isInput(Value v) {
        return inputSet.contains(v);
    }

    boolean isOutput(Value v) {
        return outputCounts.containsKey(v);
    }

    /**
     * A new value.
     *
     * @throws IllegalArgumentException when the name is taken
     */
    public Value addValue(String valueName, ValueType type) {
        if (!names.take(valueName)) {
            throw new IllegalArgumentException("the name '" + valueName + "' is given twice");
        }
        Value v = new Value(this, valueName, type);
        values.put(valueName, v);
        return v;
    }

    /** A new value whose name begins with the given one and is not used yet. */
    public Value addFreshValue(String base, ValueType type) {
        return addValue(names.fresh(base), type);
    }

    /** A name beginning with the given one that no value of the model has. */
    public String freshName(String base) {
        return names.fresh(base);
    }

    public void addInput(Value v) {
        inputs.add(v);
        inputSet.add(v);
    }

    public void removeInput(Value v) {
        if (inputSet.remove(v)) {
            inputs.remove(v);
        }
    }

    /** Takes values off the list of inputs; they stay in the graph. */
    public boolean removeInputsIf(Predicate<Value> condition) {
        inputSet.removeIf(condition);
        return inputs.removeIf(condition);
    }

    public void addOutput(Value v) {
        outputs.add(v);
        outputCounts.merge(v, 1, Integer::sum);
    }

    /** Makes another value the output at this place. */
    public void setOutput(int index, Value v) {
        Value old = outputs.set(index, v);
        outputCounts.computeIfPresent(old, (k, n) -> n == 1 ? null : n - 1);
        outputCounts.merge(v, 1, Integer::sum);
    }

    /** Gives a value without producer a constant tensor, or replaces the one it has. */
    public void setInitializer(Value v, Tensor tensor) {
        v.setConstant(tensor);
        if (v.type() == null) {
            v.setType(ValueType.tensor(tensor.type(), SymbolicShape.of(tensor.shape())));
        }
        initializers.put(v.name(), v);
    }

    /**
     * Gives a value that a node produces a constant tensor instead; a node without outputs goes.
     */
    public void makeConstant(Value v, Tensor tensor) {
        Node p = v.producer();
        if (p != null) {
            p.setOutput(v.outputIndex(), null);
            if (p.outputs().stream().allMatch(Objects::isNull)) {
                removeNode(p);
            }
        }
        setInitializer(v, tensor);
        v.setType(ValueType.tensor(tensor.type(), SymbolicShape.of(tensor.shape())));
    }

    /** A new constant whose name begins with the given one. */
    public Value addInitializer(String base, Tensor tensor) {
        Value v =
                addFreshValue(
                        base, ValueType.tensor(tensor.type(), SymbolicShape.of(tensor.shape())));
        setInitializer(v, tensor);
        return v;
    }

    /** Takes away a value that nothing reads and nothing produces. */
    public void removeValue(Value v) {
        if (v.useCount() > 0 || v.producer() != null || isOutput(v)) {
            throw new IllegalStateException("value '" + v.name() + "' is still needed");
        }
        removeInput(v);
        initializers.remove(v.name());
        values.remove(v.name());
        names.release(v.name());
    }

    /** Changes the name of a value; the new one must be free. */
    public void rename(Value v, String to) {
        if (v.name().equals(to)) {
            return;
        }
        if (!names.take(to)) {
            throw new IllegalArgumentException("the name '" + to + "' is given twice");
        }
        names.release(v.name());
        values.remove(v.name());
        boolean initializer = initializers.remove(v.name()) != null;
        v.rename(to);
        values.put(to, v);
        if (initializer) {
            initializers.put(to, v);
        }
    }

    /** Lets every reader of one value, and the graph's outputs, read another. */
    public void replaceAllUses(Value from, Value to) {
        for (Use u : from.uses()) {
            u.node().setInput(u.index(), to);
        }
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i) == from) {
                setOutput(i, to);
            }
        }
    }

    // ---- nodes

    public int nodeCount() {
        return nodeCount;
    }

    /** The nodes in order; a copy, so that the graph may be changed while it is walked. */
    public List<Node> nodes() {
        List<Node> out = new ArrayList<>(nodeCount);
        for (Node n = first; n != null; n = n.next) {
            out.add(n);
        }
        return out;
    }

    @Override
    public Iterator<Node> iterator() {
        return nodes().iterator();
    }

    /**
     * Appends a node.
     *
     * @param inputs values that are read; null for an optional input that is left out
     * @param outputs values that nothing produces yet; null for an output that is left out
     */
    public Node addNode(
            String nodeName,
            String domain,
            String opType,
            Attributes attributes,
            List<Value> inputs,
            List<Value> outputs) {
        return insertNode(null, nodeName, domain, opType, attributes, inputs, outputs);
    }

    /** As {@link #addNode}, standing before another node; null appends. */
    public Node insertNode(
            Node before,
            String nodeName,
            String domain,
            String opType,
            Attributes attributes,
            List<Value> inputs,
            List<Value> outputs) {
        Node n = new Node(this, nodeName, domain, opType, attributes);
        for (int i = 0; i < outputs.size(); i++) {
            Value v = outputs.get(i);
            if (v != null
                    && (v.producer() != null
                            || v.constant() != null
                            || isInput(v)
                            || v.graph() != this)) {
                throw new IllegalArgumentException("value '" + v.name() + "' is produced twice");
            }
            n.setOutput(i, v);
        }
        for (int i = 0; i < inputs.size(); i++) {
            n.setInput(i, inputs.get(i));
        }
        link(n, before);
        return n;
    }

    /**
     * A node of ONNX's own domain with one new output, standing before another node; null appends.
     */
    public Value insert(
            Node before, String opType, String base, Attributes attributes, Value... inputs) {
        Value out = addFreshValue(base, null);
        insertNode(before, out.name(), "", opType, attributes, List.of(inputs), List.of(out));
        return out;
    }

    private void link(Node n, Node before) {
        n.attached = true;
        n.next = before;
        n.previous = before == null ? last : before.previous;
        if (n.previous == null) {
            first = n;
        } else {
            n.previous.next = n;
        }
        if (before == null) {
            last = n;
        } else {
            before.previous = n;
        }
        nodeCount++;
    }

    /**
     * Takes away a node with its outputs and bodies; its outputs must not be read any more. Inputs
     * stay, also constants that have lost their last reader.
     */
    public void removeNode(Node n) {
        for (Value v : n.outputs()) {
            if (v != null && (v.useCount() > 0 || isOutput(v))) {
                throw new IllegalStateException("value '" + v.name() + "' is still needed");
            }
        }
        for (Graph body : n.subgraphs()) {
            body.clear();
        }
        n.truncateInputs(0);
        for (Value v : n.outputs()) {
            if (v != null) {
                v.producer = null;
                removeValue(v);
            }
        }
        unlink(n);
    }

    /** Lets another node, which must have no such output yet, produce a value. */
    public void moveOutput(Value v, Node to, int index) {
        Node old = v.producer();
        if (old != null) {
            old.setOutput(v.outputIndex(), null);
        }
        to.setOutput(index, v);
    }

    /** Leaves out an output of a node that nothing reads; the operator must allow that. */
    public void dropOutput(Value v) {
        Node p = v.producer();
        p.setOutput(v.outputIndex(), null);
        p.trimOutputs();
        removeValue(v);
    }

    private void unlink(Node n) {
        if (n.previous == null) {
            first = n.next;
        } else {
            n.previous.next = n.next;
        }
        if (n.next == null) {
            last = n.previous;
        } else {
            n.next.previous = n.previous;
        }
        n.attached = false;
        nodeCount--;
    }

    /** Releases everything that a body reads from outside, when its node goes. */
    private void clear() {
        for (Node n = first; n != null; n = n.next) {
            for (Graph body : n.subgraphs()) {
                body.clear();
            }
            n.truncateInputs(0);
            n.attached = false;
        }
        for (String v : values.keySet()) {
            names.release(v);
        }
        values.clear();
        first = null;
        last = null;
        nodeCount = 0;
    }

    /**
     * Puts the nodes into topological order, keeping the present order where it is one already.
     * Bodies count as part of their node.
     *
     * @return the nodes that stand on a cycle and were left at the end; empty when the graph is
     *     sound
     */
    public List<Node> sort() {
        List<Node> sorted = TopologicalSort.of(this);
        Set<Node> placed = new HashSet<>(sorted);
        List<Node> cyclic = new ArrayList<>();
        for (Node n = first; n != null; n = n.next) {
            if (!placed.contains(n)) {
                cyclic.add(n);
            }
        }
        sorted.addAll(cyclic);
        first = null;
        last = null;
        nodeCount = 0;
        for (Node n : sorted) {
            link(n, null);
        }
        return cyclic;
    }

    public Carried carried() {
        return carried;
    }

    public void setCarried(Carried carried) {
        this.carried = carried;
    }
}
