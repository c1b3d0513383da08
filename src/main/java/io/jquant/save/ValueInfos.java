package io.jquant.save;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.proto.GraphProto;
import io.jquant.proto.ValueInfoProto;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import io.jquant.wire.CarriedGraph;
import io.jquant.wire.CarriedValue;
import io.jquant.wire.TypeCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Writes what a graph says of its inputs, outputs and inner values, in the order of the file. */
final class ValueInfos {
    /** Before this version every initializer is a graph input too. */
    private static final long INITIALIZERS_ARE_NO_INPUTS = 4;

    private final Graph graph;
    private final CarriedGraph carried;
    private final FileNames names;
    private final boolean initializersAreInputs;
    private final Map<String, Value> byFileName = new HashMap<>();

    /**
     * @param carried what the file says of the graph; null for a new one
     */
    ValueInfos(Graph graph, CarriedGraph carried, FileNames names, long irVersion) {
        this.graph = graph;
        this.carried = carried;
        this.names = names;
        this.initializersAreInputs = irVersion < INITIALIZERS_ARE_NO_INPUTS;
        for (Value v : graph.values()) {
            if (v.carried() instanceof CarriedValue c) {
                byFileName.putIfAbsent(c.name(), v);
            }
        }
    }

    void write(GraphProto.Builder out) {
        out.clearInput().clearOutput().clearValueInfo();
        inputs(out);
        for (Value v : graph.outputs()) {
            CarriedValue c = carried(v);
            out.addOutput(info(v, c == null ? null : c.output()));
        }
        inner(out);
    }

    private void inputs(GraphProto.Builder out) {
        Set<Value> written = new HashSet<>();
        if (initializersAreInputs && carried != null) {
            for (ValueInfoProto info : carried.proto().getInputList()) {
                Value v = byFileName.get(info.getName());
                if (v != null && (v.isGraphInput() || v.constant() != null) && written.add(v)) {
                    out.addInput(info(v, carried(v).input()));
                }
            }
        }
        for (Value v : graph.inputs()) {
            if (written.add(v)) {
                CarriedValue c = carried(v);
                out.addInput(info(v, c == null ? null : c.input()));
            }
        }
        if (initializersAreInputs && (carried == null || carried.initializersAreInputs())) {
            for (Value v : graph.initializers()) {
                if (written.add(v)) {
                    out.addInput(info(v, null));
                }
            }
        }
    }

    private void inner(GraphProto.Builder out) {
        Set<Value> written = new HashSet<>(graph.inputs());
        written.addAll(graph.outputs());
        written.addAll(graph.initializers());
        if (carried != null) {
            for (ValueInfoProto info : carried.proto().getValueInfoList()) {
                Value v = byFileName.get(info.getName());
                if (v != null) {
                    if (isAsRead(v) || isWritable(v.type())) {
                        out.addValueInfo(info(v, carried(v).inner()));
                    }
                    written.add(v);
                } else if (carried.strays().contains(info.getName())) {
                    out.addValueInfo(info);
                }
            }
        }
        for (Value v : graph.values()) {
            ValueType.TensorType t = v.tensorType();
            boolean known = t != null && t.element() != null && t.shape() != null;
            if (known && v.producer() != null && !isConverted(v) && written.add(v)) {
                out.addValueInfo(info(v, null));
            }
        }
    }

    /** Codes have the shape of the numbers and the type of the zero point, and back. */
    private static boolean isConverted(Value v) {
        Node p = v.producer();
        return p.is("QuantizeLinear") || p.is("DequantizeLinear");
    }

    private static CarriedValue carried(Value v) {
        return v.carried() instanceof CarriedValue c ? c : null;
    }

    /**
     * @param old what the file says in this place; null when nothing
     */
    private ValueInfoProto info(Value v, ValueInfoProto old) {
        String name = names.of(v);
        if (old == null) {
            ValueInfoProto.Builder out = ValueInfoProto.newBuilder().setName(name);
            if (isWritable(v.type())) {
                out.setType(TypeCodec.write(v.type()));
            }
            return out.build();
        }
        boolean sameName = old.getName().equals(name);
        boolean sameType = isAsRead(v);
        if (sameName && sameType) {
            return old;
        }
        ValueInfoProto.Builder out = old.toBuilder().setName(name);
        if (!sameType && !isWritable(v.type())) {
            out.clearType();
        } else if (!sameType) {
            out.setType(TypeCodec.write(v.type()));
        }
        return out.build();
    }

    /** Is the type known so far that a file can state it? An element type must be given. */
    private static boolean isWritable(ValueType type) {
        return type != null && !(type instanceof ValueType.TensorType t && t.element() == null);
    }

    /** Is the type still what the file says? */
    private static boolean isAsRead(Value v) {
        ValueType read = carried(v).type();
        Tensor constant = v.constant();
        return constant == null
                ? Objects.equals(read, v.type())
                : read instanceof ValueType.TensorType t && agrees(t, constant);
    }

    private static boolean agrees(ValueType.TensorType type, Tensor tensor) {
        SymbolicShape shape = type.shape();
        return type.element() == tensor.type()
                && (shape == null || shape.equals(SymbolicShape.of(tensor.shape())));
    }
}
