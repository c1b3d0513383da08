package io.jquant.load;

import io.jquant.graph.Model;
import io.jquant.proto.AttributeProto;
import io.jquant.proto.FunctionProto;
import io.jquant.proto.GraphProto;
import io.jquant.proto.ModelProto;
import io.jquant.proto.NodeProto;
import io.jquant.proto.OperatorSetIdProto;
import io.jquant.proto.TensorProto;
import io.jquant.proto.TensorShapeProto;
import io.jquant.proto.TypeProto;
import io.jquant.proto.ValueInfoProto;
import java.util.List;
import java.util.function.Consumer;

/** Messages for tests, in few words. */
final class Protos {
    private Protos() {}

    /** Inputs and outputs are separated by blanks; a dot leaves one out. */
    static NodeProto node(String op, String inputs, String outputs, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(op)
                .addAllInput(names(inputs))
                .addAllOutput(names(outputs))
                .addAllAttribute(List.of(attributes))
                .build();
    }

    static NodeProto call(String function, String inputs, String outputs) {
        return node(function, inputs, outputs).toBuilder().setDomain("local").build();
    }

    private static List<String> names(String words) {
        return words.isEmpty()
                ? List.of()
                : List.of(words.split(" ", -1)).stream().map(w -> w.equals(".") ? "" : w).toList();
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto body(String name, GraphProto graph) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(graph)
                .build();
    }

    static AttributeProto reference(String name, String of, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type).setRefAttrName(of).build();
    }

    static ValueInfoProto value(String name, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long d : dims) {
            shape.addDimBuilder().setDimValue(d);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(1)
                                                .setShape(shape)))
                .build();
    }

    static TensorProto floats(String name, float... elements) {
        TensorProto.Builder b =
                TensorProto.newBuilder().setName(name).setDataType(1).addDims(elements.length);
        for (float f : elements) {
            b.addFloatData(f);
        }
        return b.build();
    }

    /** A graph from x to y. */
    static GraphProto.Builder graph(NodeProto... nodes) {
        return GraphProto.newBuilder()
                .setName("g")
                .addAllNode(List.of(nodes))
                .addInput(value("x", 2))
                .addOutput(value("y", 2));
    }

    /** A body without inputs and with one output. */
    static GraphProto bodyGraph(String output, NodeProto... nodes) {
        return GraphProto.newBuilder()
                .setName("b")
                .addAllNode(List.of(nodes))
                .addOutput(ValueInfoProto.newBuilder().setName(output))
                .build();
    }

    static ModelProto.Builder model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setGraph(graph)
                .addOpsetImport(opset("", 17));
    }

    static OperatorSetIdProto opset(String domain, long version) {
        return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
    }

    static FunctionProto.Builder function(
            String name, String inputs, String outputs, NodeProto... nodes) {
        return FunctionProto.newBuilder()
                .setName(name)
                .setDomain("local")
                .addAllInput(names(inputs))
                .addAllOutput(names(outputs))
                .addAllNode(List.of(nodes))
                .addOpsetImport(opset("", 17))
                .addOpsetImport(opset("local", 1));
    }

    /** A sound model, changed. */
    static byte[] changed(Consumer<ModelProto.Builder> change) {
        ModelProto.Builder m = model(graph(node("Add", "x w", "a"), node("Relu", "a", "y")));
        m.getGraphBuilder().addInitializer(floats("w", 1, 2));
        change.accept(m);
        return m.build().toByteArray();
    }

    static Model parse(ModelProto.Builder model) {
        return ModelLoader.parse("test.onnx", model.build().toByteArray());
    }
}
