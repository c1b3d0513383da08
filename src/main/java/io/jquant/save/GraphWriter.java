package io.jquant.save;

import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.proto.GraphProto;
import io.jquant.proto.NodeProto;
import io.jquant.proto.SparseTensorProto;
import io.jquant.proto.TensorAnnotation;
import io.jquant.wire.CarriedGraph;
import io.jquant.wire.CarriedNode;
import java.util.ArrayList;
import java.util.List;

/** Makes messages of graphs. */
final class GraphWriter {
    private final FileNames names;
    private final TensorWriter tensors;
    private final AttributeWriter attributes;
    private final long irVersion;

    GraphWriter(FileNames names, TensorWriter tensors, long irVersion) {
        this.names = names;
        this.tensors = tensors;
        this.irVersion = irVersion;
        this.attributes = new AttributeWriter(tensors, this::whole);
    }

    /** A body, with its initializers. */
    private GraphProto whole(Graph graph) {
        GraphProto.Builder out = withoutInitializers(graph).toBuilder();
        for (TensorContent t : initializers(graph)) {
            out.addInitializer(t.toMessage());
        }
        return out.build();
    }

    /** The initializers that are stored densely, in order. */
    List<TensorContent> initializers(Graph graph) {
        List<TensorContent> out = new ArrayList<>();
        for (Value v : graph.initializers()) {
            if (TensorWriter.sparse(v.constant(), "") == null) {
                out.add(tensors.initializer(v.constant(), names.of(v)));
            }
        }
        return out;
    }

    /** A graph without those {@link #initializers}. */
    GraphProto withoutInitializers(Graph graph) {
        CarriedGraph carried = graph.carried() instanceof CarriedGraph c ? c : null;
        GraphProto.Builder out =
                carried == null ? GraphProto.newBuilder() : carried.proto().toBuilder();
        if (carried == null || !out.getName().equals(graph.name())) {
            out.setName(graph.name());
        }
        for (Node n : graph) {
            out.addNode(node(n));
        }
        for (Value v : graph.initializers()) {
            SparseTensorProto sparse = TensorWriter.sparse(v.constant(), names.of(v));
            if (sparse != null) {
                out.addSparseInitializer(sparse);
            }
        }
        new ValueInfos(graph, carried, names, irVersion).write(out);
        if (out.getQuantizationAnnotationCount() > 0) {
            List<TensorAnnotation> kept =
                    out.getQuantizationAnnotationList().stream()
                            .filter(a -> graph.find(a.getTensorName()) != null)
                            .toList();
            out.clearQuantizationAnnotation().addAllQuantizationAnnotation(kept);
        }
        return out.build();
    }

    /** A node with its bodies. */
    NodeProto node(Node n) {
        NodeProto.Builder out =
                n.carried() instanceof CarriedNode c
                        ? c.proto().toBuilder()
                        : NodeProto.newBuilder();
        out.clearInput().clearOutput();
        for (Value v : n.inputs()) {
            out.addInput(v == null ? "" : names.of(v));
        }
        for (Value v : n.outputs()) {
            out.addOutput(v == null ? "" : names.of(v));
        }
        if (!out.getName().equals(n.name())) {
            out.setName(n.name());
        }
        if (!out.getOpType().equals(n.opType())) {
            out.setOpType(n.opType());
        }
        boolean onnx = n.domain().isEmpty() && out.getDomain().equals("ai.onnx");
        if (!onnx && !out.getDomain().equals(n.domain())) {
            out.setDomain(n.domain());
        }
        if (!out.getOverload().equals(n.overload())) {
            out.setOverload(n.overload());
        }
        for (Attribute a : n.attributes().all()) {
            out.addAttribute(attributes.write(a));
        }
        return out.build();
    }

    AttributeWriter attributes() {
        return attributes;
    }
}
