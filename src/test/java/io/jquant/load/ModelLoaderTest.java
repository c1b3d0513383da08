package io.jquant.load;

import static io.jquant.load.Protos.attribute;
import static io.jquant.load.Protos.body;
import static io.jquant.load.Protos.bodyGraph;
import static io.jquant.load.Protos.floats;
import static io.jquant.load.Protos.graph;
import static io.jquant.load.Protos.model;
import static io.jquant.load.Protos.node;
import static io.jquant.load.Protos.parse;
import static io.jquant.load.Protos.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.jquant.graph.AttributeType;
import io.jquant.graph.Graph;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.proto.AttributeProto;
import io.jquant.proto.ModelProto;
import io.jquant.proto.NodeProto;
import io.jquant.proto.SparseTensorProto;
import io.jquant.proto.TensorProto;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelLoaderTest {
    private static NodeProto ifNode(String output, String then, String otherwise) {
        return node(
                "If",
                "c",
                output,
                body("then_branch", bodyGraph(then, node("Neg", "x", then))),
                body("else_branch", bodyGraph(otherwise, node("Abs", "x", otherwise))));
    }

    private static NodeProto condition() {
        return node("Cast", "x", "c", attribute("to", 9));
    }

    @Test
    void nodesInAnyOrderAreSorted() {
        Model m = parse(model(graph(node("Relu", "a", "y"), node("Neg", "x", "a"))));
        assertEquals(List.of("Neg", "Relu"), m.graph().nodes().stream().map(Node::opType).toList());
    }

    @Test
    void nodesThatOnlyABodyReadsComeBeforeIt() {
        NodeProto branch =
                node(
                        "If",
                        "c",
                        "y",
                        body("then_branch", bodyGraph("t", node("Neg", "late", "t"))),
                        body("else_branch", bodyGraph("e", node("Abs", "late", "e"))));
        Model m = parse(model(graph(condition(), branch, node("Relu", "x", "late"))));
        assertEquals(
                List.of("Cast", "Relu", "If"),
                m.graph().nodes().stream().map(Node::opType).toList());
    }

    @Test
    void bodiesThatShareANameGetDifferentOnesInMemory() {
        Model m = parse(model(graph(condition(), ifNode("y", "r", "r"))));
        Node n = m.graph().nodes().get(1);
        assertEquals("r", n.attributes().getGraph("then_branch").outputs().get(0).name());
        assertEquals("r_1", n.attributes().getGraph("else_branch").outputs().get(0).name());
    }

    @Test
    void bodiesReadValuesFromAround() {
        Model m = parse(model(graph(condition(), ifNode("y", "t", "e"))));
        Node n = m.graph().nodes().get(1);
        Value read = n.attributes().getGraph("then_branch").nodes().get(0).input(0);
        assertSame(m.graph().inputs().get(0), read);
        assertEquals(3, read.useCount());
    }

    @Test
    void aBodyThatHandsOutAValueFromAroundGetsANodeForIt() {
        NodeProto branch =
                node(
                        "If",
                        "c",
                        "y",
                        body("then_branch", bodyGraph("x")),
                        body("else_branch", bodyGraph("e", node("Abs", "x", "e"))));
        Model m = parse(model(graph(condition(), branch)));
        Graph then = m.graph().nodes().get(1).attributes().getGraph("then_branch");
        assertEquals("Identity", then.nodes().get(0).opType());
        assertSame(m.graph().inputs().get(0), then.nodes().get(0).input(0));
    }

    @Test
    void leftOutInputsAndOutputsAreNull() {
        Model m = parse(model(graph(node("Clip", "x . .", "y"))));
        Node n = m.graph().nodes().get(0);
        assertEquals(3, n.inputs().size());
        assertNull(n.input(1));
    }

    @Test
    void anInitializerAmongTheInputsMayBeOverriddenFromVersionFourOn() {
        ModelProto.Builder proto = model(graph(node("Add", "x w", "y")));
        proto.getGraphBuilder().addInput(value("w", 2)).addInitializer(floats("w", 1, 2));
        Model m = parse(proto);
        assertEquals(2, m.graph().inputs().size());
        assertFalse(m.graph().find("w").isConstant());
        Model old = parse(proto.setIrVersion(3));
        assertEquals(1, old.graph().inputs().size());
        assertTrue(old.graph().find("w").isConstant());
    }

    @Test
    void domainAiOnnxIsOnnxsOwn() {
        NodeProto n = node("Relu", "x", "y").toBuilder().setDomain("ai.onnx").build();
        ModelProto.Builder proto = model(graph(n));
        proto.setOpsetImport(0, Protos.opset("ai.onnx", 17));
        Model m = parse(proto);
        assertEquals(17, m.opset());
        assertTrue(m.graph().nodes().get(0).is("Relu"));
    }

    @Test
    void filesBeforeIrVersionThreeUseTheFirstOperatorSet() {
        ModelProto.Builder proto =
                model(graph(node("Neg", "x", "y"))).clearOpsetImport().setIrVersion(2);
        assertEquals(1, parse(proto).opset());
    }

    @Test
    void attributesWithoutTypeTakeThatOfTheirValue() {
        AttributeProto axis = attribute("axis", 1).toBuilder().clearType().build();
        Model m = parse(model(graph(node("Softmax", "x", "y", axis))));
        assertEquals(1, m.graph().nodes().get(0).attributes().getInt("axis", 0));
    }

    @Test
    void attributesOfUnknownTypesAreKept() {
        AttributeProto odd =
                AttributeProto.newBuilder()
                        .setName("odd")
                        .setType(AttributeProto.AttributeType.TYPE_PROTO)
                        .setTp(value("v", 1).getType())
                        .build();
        NodeProto n = node("Thing", "x", "y", odd).toBuilder().setDomain("other").build();
        Model m = parse(model(graph(n)).addOpsetImport(Protos.opset("other", 1)));
        assertEquals(AttributeType.OPAQUE, m.graph().nodes().get(0).attributes().get("odd").type());
    }

    @Test
    void largeTensorsAreReadAtFirstUse() {
        int n = 5000;
        ByteBuffer raw = ByteBuffer.allocate(4 * n).order(ByteOrder.LITTLE_ENDIAN);
        float[] expected = new float[n];
        TensorProto.Builder typed = TensorProto.newBuilder().setName("f").setDataType(1).addDims(n);
        TensorProto.Builder doubles =
                TensorProto.newBuilder().setName("d").setDataType(11).addDims(n);
        for (int i = 0; i < n; i++) {
            expected[i] = i * 0.5f;
            raw.putFloat(expected[i]);
            typed.addFloatData(expected[i]);
            doubles.addDoubleData(expected[i]);
        }
        TensorProto.Builder stored =
                TensorProto.newBuilder()
                        .setName("r")
                        .setDataType(1)
                        .addDims(n)
                        .setRawData(ByteString.copyFrom(raw.array()));
        AttributeProto constant =
                AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(stored)
                        .build();
        ModelProto.Builder proto =
                model(graph(node("Constant", "", "k", constant), node("Sum", "x r f d k", "y")));
        proto.getGraphBuilder()
                .addInitializer(stored)
                .addInitializer(typed)
                .addInitializer(doubles);
        Graph g = parse(proto).graph();
        for (String name : List.of("r", "f")) {
            Tensor t = g.find(name).constant();
            assertFalse(t.isMaterialized());
            assertArrayEquals(expected, t.floats());
        }
        assertArrayEquals(expected, g.nodes().get(0).attributes().getTensor("value").floats());
        assertEquals(n * 0.5 - 0.5, g.find("d").constant().doubles()[n - 1]);
    }

    @Test
    void sparseInitializersAreMadeDense() {
        SparseTensorProto.Builder sparse = SparseTensorProto.newBuilder().addDims(2).addDims(3);
        sparse.setValues(floats("w", 7, 8));
        sparse.setIndices(
                TensorProto.newBuilder().setDataType(7).addDims(2).addInt64Data(1).addInt64Data(5));
        ModelProto.Builder proto = model(graph(node("Add", "x w", "y"), node("Neg", "v", "n")));
        SparseTensorProto.Builder coordinates = sparse.clone().setValues(floats("v", 7, 8));
        coordinates.setIndices(
                TensorProto.newBuilder()
                        .setDataType(7)
                        .addDims(2)
                        .addDims(2)
                        .addAllInt64Data(List.of(0L, 1L, 1L, 2L)));
        proto.getGraphBuilder().addSparseInitializer(sparse).addSparseInitializer(coordinates);
        Graph g = parse(proto).graph();
        for (String name : List.of("w", "v")) {
            Tensor t = g.find(name).constant();
            assertEquals(ElementType.FLOAT, t.type());
            assertArrayEquals(new float[] {0, 7, 0, 0, 0, 8}, t.floats());
        }
    }

    @Test
    void sparseConstantsAreReadAsDenseOnes() {
        SparseTensorProto.Builder sparse = SparseTensorProto.newBuilder().addDims(2).addDims(3);
        sparse.setValues(floats("v", 7, 8));
        sparse.setIndices(
                TensorProto.newBuilder().setDataType(7).addDims(2).addInt64Data(1).addInt64Data(5));
        NodeProto.Builder constant = node("Constant", "", "c").toBuilder();
        constant.clearInput()
                .addAttribute(
                        AttributeProto.newBuilder()
                                .setName("sparse_value")
                                .setType(AttributeProto.AttributeType.SPARSE_TENSOR)
                                .setSparseTensor(sparse));
        Graph g = parse(model(graph(constant.build(), node("Add", "x c", "y")))).graph();
        Tensor t = g.nodes().get(0).attributes().getSparseTensor("sparse_value");
        assertArrayEquals(new float[] {0, 7, 0, 0, 0, 8}, t.floats());
    }

    @Test
    void negativeSizesOfInputsCountAsUnknown() {
        ModelProto.Builder proto = model(graph(node("Neg", "x", "y")));
        proto.getGraphBuilder().setInput(0, value("x", -1, 3));
        assertEquals("[?,3]", parse(proto).graph().inputs().get(0).tensorType().shape().toString());
    }

    @Test
    void nodesThatShareANameGetNumbers() {
        NodeProto.Builder a = node("Neg", "x", "h").toBuilder().setName("same");
        NodeProto.Builder b = node("Neg", "h", "y").toBuilder().setName("same");
        Graph g = parse(model(graph(a.build(), b.build()))).graph();
        assertEquals(List.of("same", "same_1"), g.nodes().stream().map(Node::name).toList());
    }
}
