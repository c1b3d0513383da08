package io.jquant.load;

import io.jquant.graph.Graph;
import io.jquant.graph.Value;
import io.jquant.proto.GraphProto;
import io.jquant.proto.SparseTensorProto;
import io.jquant.proto.TensorProto;
import io.jquant.proto.ValueInfoProto;
import io.jquant.support.Problem;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import io.jquant.wire.CarriedGraph;
import io.jquant.wire.CarriedValue;
import io.jquant.wire.TypeCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes graphs of messages. */
final class GraphReader {
    /** Before this version every initializer is a graph input too, and still a constant. */
    static final long INITIALIZERS_ARE_NO_INPUTS = 4;

    private final String file;
    private final long irVersion;
    private final TensorFactory tensors;
    private final NodeReader nodes;

    GraphReader(String file, long irVersion, TensorFactory tensors, NodeNames nodeNames) {
        this.file = file;
        this.irVersion = irVersion;
        this.tensors = tensors;
        this.nodes = new NodeReader(file, tensors, nodeNames, this::body);
    }

    NodeReader nodes() {
        return nodes;
    }

    /** The main graph. */
    Graph main(GraphProto proto) {
        return fill(proto, new Scope(new Graph(proto.getName()), null));
    }

    private Graph body(GraphProto proto, Scope outer) {
        return fill(proto, new Scope(new Graph(proto.getName(), outer.graph()), outer));
    }

    private Graph fill(GraphProto proto, Scope scope) {
        Graph graph = scope.graph();
        inputs(proto, scope);
        initializers(proto, scope);
        nodes.declareOutputs(proto.getNodeList(), scope);
        Set<String> strays = types(proto, scope);
        nodes.addNodes(proto.getNodeList(), scope);
        for (ValueInfoProto info : proto.getOutputList()) {
            graph.addOutput(nodes.output(info.getName(), scope));
        }
        nodes.sort(scope);
        graph.setCarried(
                new CarriedGraph(
                        proto.toBuilder()
                                .clearNode()
                                .clearInitializer()
                                .clearSparseInitializer()
                                .build(),
                        strays,
                        initializersAreInputs(proto)));
        return graph;
    }

    private static boolean initializersAreInputs(GraphProto proto) {
        Set<String> inputs = new HashSet<>();
        proto.getInputList().forEach(info -> inputs.add(info.getName()));
        return proto.getInitializerList().stream().allMatch(t -> inputs.contains(t.getName()));
    }

    private void inputs(GraphProto proto, Scope scope) {
        Set<String> constants = new HashSet<>();
        if (irVersion < INITIALIZERS_ARE_NO_INPUTS) {
            for (TensorProto t : proto.getInitializerList()) {
                constants.add(t.getName());
            }
            for (SparseTensorProto t : proto.getSparseInitializerList()) {
                constants.add(t.getValues().getName());
            }
        }
        int index = 0;
        for (ValueInfoProto info : proto.getInputList()) {
            String name = info.getName();
            if (name.isEmpty()) {
                throw Problem.VALUE_INVALID.with(file, "", "graph input " + index + " has no name");
            }
            if (scope.graph().parent() == null && !info.hasType()) {
                throw Problem.VALUE_INVALID.with(file, name, "a graph input without a type");
            }
            Value v = nodes.declare(name, scope, "a graph input");
            if (!constants.contains(name)) {
                scope.graph().addInput(v);
            }
            index++;
        }
    }

    private void initializers(GraphProto proto, Scope scope) {
        Set<String> seen = new HashSet<>();
        int index = 0;
        for (TensorProto t : proto.getInitializerList()) {
            String name = initializerName(t, index++);
            constant(name, tensors.make(t, "initializer '" + name + "'"), seen, scope);
        }
        for (SparseTensorProto t : proto.getSparseInitializerList()) {
            String name = initializerName(t.getValues(), index++);
            constant(name, tensors.make(t, "sparse initializer '" + name + "'"), seen, scope);
        }
    }

    private String initializerName(TensorProto t, int index) {
        if (t.getName().isEmpty()) {
            throw Problem.VALUE_INVALID.with(file, "", "initializer " + index + " has no name");
        }
        return t.getName();
    }

    private void constant(String name, Tensor tensor, Set<String> seen, Scope scope) {
        if (!seen.add(name)) {
            throw Problem.VALUE_TWICE.with(file, name, "an initializer", "another initializer");
        }
        Value v = scope.values().get(name);
        if (v == null) {
            v = nodes.declare(name, scope, "an initializer");
        }
        scope.graph().setInitializer(v, tensor);
    }

    /**
     * Gives the values the types that the graph states.
     *
     * @return names of value infos that belong to no value of the graph
     */
    private Set<String> types(GraphProto proto, Scope scope) {
        Map<String, ValueInfoProto> inputs = byName(proto.getInputList());
        Map<String, ValueInfoProto> outputs = byName(proto.getOutputList());
        Map<String, ValueInfoProto> inner = byName(proto.getValueInfoList());
        for (Map.Entry<String, Value> e : scope.values().entrySet()) {
            String name = e.getKey();
            ValueInfoProto asInput = inputs.get(name);
            ValueInfoProto asOutput = outputs.get(name);
            ValueInfoProto asInner = inner.get(name);
            Value v = e.getValue();
            if (asInput == null && asOutput == null && asInner == null && v.name().equals(name)) {
                continue;
            }
            ValueType type = firstType(asInput, asOutput, asInner);
            if (v.constant() != null) {
                checkType(v, type);
            } else {
                v.setType(type);
            }
            v.setCarried(new CarriedValue(name, v.name(), asInput, asOutput, asInner, type));
        }
        Set<String> strays = new HashSet<>(inner.keySet());
        strays.removeAll(scope.values().keySet());
        return strays;
    }

    /** An initializer keeps the type of its tensor, which the stated one must not contradict. */
    private void checkType(Value v, ValueType stated) {
        boolean contradicts =
                stated instanceof ValueType.TensorType t
                        && t.element() != null
                        && t.element() != v.constant().type();
        if (contradicts) {
            throw Problem.VALUE_INVALID.with(
                    file,
                    v.name(),
                    "the initializer is " + v.constant() + ", the graph says " + stated);
        }
    }

    private static Map<String, ValueInfoProto> byName(List<ValueInfoProto> infos) {
        Map<String, ValueInfoProto> out = new HashMap<>();
        for (ValueInfoProto info : infos) {
            out.putIfAbsent(info.getName(), info);
        }
        return out;
    }

    private static ValueType firstType(ValueInfoProto... infos) {
        for (ValueInfoProto info : infos) {
            ValueType type =
                    info == null || !info.hasType() ? null : TypeCodec.read(info.getType());
            if (type != null) {
                return type;
            }
        }
        return null;
    }
}
