package io.jquant.load;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.proto.AttributeProto;
import io.jquant.proto.GraphProto;
import io.jquant.proto.NodeProto;
import io.jquant.support.Problem;
import io.jquant.wire.CarriedNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Makes nodes of messages and ties them together by the names of what they read and write. */
final class NodeReader {
    private static final int NAMED_IN_MESSAGES = 4;

    private final String file;
    private final AttributeReader attributes;
    private final NodeNames names;
    private final BiFunction<GraphProto, Scope, Graph> bodies;

    /**
     * @param bodies makes the graph of a body, given what surrounds it
     */
    NodeReader(
            String file,
            TensorFactory tensors,
            NodeNames names,
            BiFunction<GraphProto, Scope, Graph> bodies) {
        this.file = file;
        this.attributes = new AttributeReader(tensors);
        this.names = names;
        this.bodies = bodies;
    }

    /** ONNX's own domain has two spellings. */
    static String domain(String written) {
        return written.equals("ai.onnx") ? "" : written;
    }

    /** A new value of the graph; it gets another name where a body before it has that one too. */
    Value declare(String name, Scope scope, String maker) {
        String other = scope.maker(name);
        if (other != null) {
            throw Problem.VALUE_TWICE.with(file, name, other, maker);
        }
        Value v = scope.graph().addFreshValue(name, null);
        scope.declare(name, v, maker);
        return v;
    }

    /** First step: all outputs of the nodes become values. */
    void declareOutputs(List<NodeProto> nodes, Scope scope) {
        for (NodeProto n : nodes) {
            String label = null;
            for (String output : n.getOutputList()) {
                if (!output.isEmpty()) {
                    label = label == null ? label(n) : label;
                    scope.await(declare(output, scope, label));
                }
            }
        }
    }

    /** Second step: the nodes with their bodies. */
    void addNodes(List<NodeProto> nodes, Scope scope) {
        String[] unique = names.unique(nodes);
        for (int i = 0; i < unique.length; i++) {
            add(nodes.get(i), unique[i], scope);
        }
    }

    private void add(NodeProto proto, String name, Scope scope) {
        if (proto.getOpType().isEmpty()) {
            throw Problem.NODE_INVALID.with(file, label(proto), "names no operator");
        }
        Attributes attributes = attributes(proto, scope);
        List<Value> inputs = new ArrayList<>(proto.getInputCount());
        for (String input : proto.getInputList()) {
            Value v = input.isEmpty() ? null : scope.read(input);
            if (v == null && !input.isEmpty()) {
                throw Problem.VALUE_MISSING.with(file, label(proto) + " reads", input);
            }
            inputs.add(v);
        }
        List<Value> outputs = new ArrayList<>(proto.getOutputCount());
        for (String output : proto.getOutputList()) {
            outputs.add(output.isEmpty() ? null : scope.values().get(output));
        }
        Node node =
                scope.graph()
                        .addNode(
                                name,
                                domain(proto.getDomain()),
                                proto.getOpType(),
                                attributes,
                                inputs,
                                outputs);
        node.setOverload(proto.getOverload());
        node.setCarried(new CarriedNode(proto.toBuilder().clearAttribute().build()));
        outputs.stream().filter(v -> v != null).forEach(scope::arrived);
    }

    private Attributes attributes(NodeProto proto, Scope scope) {
        Attributes out = new Attributes();
        for (AttributeProto a : proto.getAttributeList()) {
            Attribute read;
            try {
                read = attributes.read(a, label(proto), body -> bodies.apply(body, scope));
            } catch (IllegalArgumentException e) {
                throw Problem.NODE_INVALID.because(e, file, label(proto), e.getMessage());
            }
            if (out.has(read.name())) {
                throw Problem.NODE_INVALID.with(
                        file, label(proto), "attribute '" + read.name() + "' is given twice");
            }
            out.set(read);
        }
        return out;
    }

    /** Attributes of a function with their defaults. */
    Attribute defaultAttribute(AttributeProto proto, String function, Scope scope) {
        try {
            return attributes.read(
                    proto, "function '" + function + "'", body -> bodies.apply(body, scope));
        } catch (IllegalArgumentException e) {
            throw Problem.FUNCTION_INVALID.because(e, file, function, e.getMessage());
        }
    }

    /** Third step: a value that the graph hands out. */
    Value output(String name, Scope scope) {
        Value v = name.isEmpty() ? null : scope.read(name);
        if (v == null) {
            throw Problem.VALUE_MISSING.with(file, "the list of outputs names", name);
        }
        if (v.graph() == scope.graph()) {
            return v;
        }
        // The body hands out a value from around it. A node in between makes that a use like any
        // other.
        return scope.graph().insert(null, "Identity", name + "_out", new Attributes(), v);
    }

    /** Last step: the nodes come into an order in which every value is made before it is read. */
    void sort(Scope scope) {
        if (!scope.isUnsorted()) {
            return;
        }
        List<Node> cyclic = scope.graph().sort();
        if (!cyclic.isEmpty()) {
            throw Problem.GRAPH_CYCLE.with(file, describe(circle(cyclic)));
        }
    }

    /** The nodes of one circle among nodes that could not be sorted. */
    private static List<Node> circle(List<Node> cyclic) {
        Set<Node> unsorted = new HashSet<>(cyclic);
        List<Node> way = new ArrayList<>();
        Set<Node> seen = new HashSet<>();
        Node n = cyclic.get(0);
        while (n != null && seen.add(n)) {
            way.add(n);
            n = producerAmong(n, unsorted);
        }
        List<Node> circle = n == null ? way : way.subList(way.indexOf(n), way.size());
        Collections.reverse(circle);
        return circle;
    }

    private static Node producerAmong(Node reader, Set<Node> nodes) {
        for (Value v : reader.inputs()) {
            if (v != null && nodes.contains(v.producer())) {
                return v.producer();
            }
        }
        for (Graph body : reader.subgraphs()) {
            for (Node inner : body.nodes()) {
                Node producer = producerAmong(inner, nodes);
                if (producer != null) {
                    return producer;
                }
            }
        }
        return null;
    }

    private static String describe(List<Node> nodes) {
        List<String> labels = new ArrayList<>();
        for (Node n : nodes.subList(0, Math.min(nodes.size(), NAMED_IN_MESSAGES))) {
            labels.add("'" + n.label() + "'");
        }
        int more = nodes.size() - labels.size();
        return String.join(", ", labels) + (more > 0 ? " and " + more + " more" : "");
    }

    /** What tells the node from others in messages. */
    private static String label(NodeProto n) {
        String name = n.getName();
        for (String output : n.getOutputList()) {
            if (name.isEmpty()) {
                name = output;
            }
        }
        String type = n.getOpType().isEmpty() ? "" : " (" + n.getOpType() + ")";
        return "node '" + name + "'" + type;
    }
}
