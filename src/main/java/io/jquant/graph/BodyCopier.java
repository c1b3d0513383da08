package io.jquant.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Copies the nodes of a body, or of a function, into another graph. Copied values and nodes get a
 * prefix, so that messages and reports tell where they come from.
 */
public final class BodyCopier {
    private final String prefix;
    private final UnaryOperator<Attributes> attributes;
    private final Map<Value, Value> copies;

    /**
     * @param prefix begins the names of what is copied
     * @param attributes makes the attributes of a copied node of those of the original; they must
     *     not be shared. Bodies among them are copied afterwards
     * @param replacements what stands for values of the original; null where an input is left out.
     *     Values that are neither here nor made by a copied node are read as they are
     */
    public BodyCopier(
            String prefix, UnaryOperator<Attributes> attributes, Map<Value, Value> replacements) {
        this.prefix = prefix;
        this.attributes = attributes;
        this.copies = new HashMap<>(replacements);
    }

    /**
     * Copies the initializers and nodes of a body; not its inputs and outputs.
     *
     * @param before the node of the target that the copies come before; null for the end
     * @return the copied nodes, in order
     */
    public List<Node> copy(Graph body, Graph target, Node before) {
        for (Value v : body.initializers()) {
            if (!copies.containsKey(v)) {
                Value c = target.addFreshValue(prefix + v.name(), v.type());
                target.setInitializer(c, v.constant());
                copies.put(v, c);
            }
        }
        List<Node> out = new ArrayList<>();
        for (Node n : body) {
            out.add(copy(n, target, before));
        }
        return out;
    }

    /** What stands for a value of the original: its copy, its replacement, or itself. */
    public Value copyOf(Value v) {
        return copies.containsKey(v) ? copies.get(v) : v;
    }

    private Node copy(Node n, Graph target, Node before) {
        List<Value> outputs = new ArrayList<>();
        for (Value v : n.outputs()) {
            outputs.add(v == null ? null : fresh(v, target));
        }
        List<Value> inputs = new ArrayList<>();
        for (Value v : n.inputs()) {
            inputs.add(v == null ? null : copyOf(v));
        }
        Node c =
                target.insertNode(
                        before,
                        n.name().isEmpty() ? "" : prefix + n.name(),
                        n.domain(),
                        n.opType(),
                        withCopiedBodies(attributes.apply(n.attributes()), target),
                        inputs,
                        outputs);
        c.setOverload(n.overload());
        return c;
    }

    private Value fresh(Value v, Graph target) {
        Value c = target.addFreshValue(prefix + v.name(), v.type());
        copies.put(v, c);
        return c;
    }

    private Attributes withCopiedBodies(Attributes given, Graph around) {
        Attributes out = new Attributes();
        for (Attribute a : given.all()) {
            if (a.value() instanceof Graph g) {
                out.set(new Attribute(a.name(), a.type(), body(g, around)));
            } else if (a.type() == AttributeType.GRAPHS) {
                List<Graph> bodies = new ArrayList<>();
                for (Object g : (List<?>) a.value()) {
                    bodies.add(body((Graph) g, around));
                }
                out.set(new Attribute(a.name(), a.type(), bodies));
            } else {
                out.set(a);
            }
        }
        return out;
    }

    private Graph body(Graph from, Graph around) {
        Graph to = new Graph(from.name(), around);
        for (Value v : from.inputs()) {
            to.addInput(fresh(v, to));
        }
        copy(from, to, null);
        for (Value v : from.outputs()) {
            to.addOutput(copyOf(v));
        }
        return to;
    }
}
