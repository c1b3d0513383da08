package io.jquant.save;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.jquant.graph.Attribute;
import io.jquant.graph.AttributeType;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.load.ModelLoader;
import io.jquant.proto.GraphProto;
import io.jquant.proto.ModelProto;
import io.jquant.proto.NodeProto;
import io.jquant.proto.StringStringEntryProto;
import io.jquant.proto.TensorProto;
import io.jquant.proto.ValueInfoProto;
import io.jquant.support.JquantException;
import io.jquant.support.Kind;
import io.jquant.support.Problem;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSaverTest {
    @TempDir Path folder;

    private static final String TEXT =
            "opset 17; c:bool[], x:float[2,3] ->\n"
                    + "  a = Add(x, w:float[3]{1,2,3});\n"
                    + "  y = If(c){then_branch=graph(-> t = Neg(a) -> t), else_branch=graph(-> e ="
                    + " Mul(a, k:float[]{2}) -> e)}\n"
                    + "-> y:float[2,3]";

    private Path save(Model m, String name) {
        Path file = folder.resolve(name);
        ModelSaver.save(m, file);
        return file;
    }

    private static ModelProto proto(Path file) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(file));
    }

    private static List<String> names(List<ValueInfoProto> infos) {
        return infos.stream().map(ValueInfoProto::getName).toList();
    }

    @Test
    void aModelMadeInMemoryIsReadBackTheSame() throws IOException {
        Model m = GraphText.parse(TEXT);
        m.setProducer("jquant", "1");
        m.metadata().put("b", "2");
        m.metadata().put("a", "1");
        Path file = save(m, "m.onnx");
        Model back = ModelLoader.load(file);
        assertEquals(m.opsets(), back.opsets());
        assertEquals(List.copyOf(m.metadata().keySet()), List.copyOf(back.metadata().keySet()));
        assertEquals("jquant", back.producerName());
        assertArrayEquals(new float[] {1, 2, 3}, back.graph().find("w").constant().floats());
        Graph body = back.graph().nodes().get(1).attributes().getGraph("else_branch");
        assertArrayEquals(new float[] {2}, body.find("k").constant().floats());
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(save(back, "again.onnx")));
    }

    @Test
    void attributesOfEveryTypeAreReadBackTheSame() {
        Graph g = new Graph("g");
        Value x = g.addValue("x", ValueType.tensor(ElementType.FLOAT, 1));
        g.addInput(x);
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);
        Tensor strings = Tensor.of(ElementType.STRING, Shape.of(2), new String[] {"ä", ""});
        Attributes a =
                Attributes.of(
                        Attribute.of("f", 1.5f),
                        Attribute.of("i", -1L),
                        Attribute.of("s", "text"),
                        Attribute.of("is", new long[] {1, -2}),
                        new Attribute("fs", AttributeType.FLOATS, new float[] {0.1f, -0f}),
                        new Attribute("ss", AttributeType.STRINGS, List.of(text, new byte[0])),
                        new Attribute("t", AttributeType.TENSOR, Tensor.vector(1, 2, 3)),
                        new Attribute(
                                "ts", AttributeType.TENSORS, List.of(strings, Tensor.scalar(1f))));
        Value y = g.addValue("y", null);
        g.addNode("n", "local", "Thing", a, List.of(x), List.of(y));
        g.addOutput(y);
        Model m = new Model(g);
        m.setIrVersion(8);
        m.opsets().put("local", 1L);
        Attributes back = ModelLoader.load(save(m, "m.onnx")).graph().nodes().get(0).attributes();
        assertEquals(1.5f, back.getFloat("f", 0));
        assertEquals(-1, back.getInt("i", 0));
        assertEquals("text", back.getString("s", ""));
        assertArrayEquals(new long[] {1, -2}, back.getInts("is"));
        assertArrayEquals(new float[] {0.1f, -0f}, back.getFloats("fs"));
        assertEquals(List.of("text", ""), back.getStrings("ss"));
        assertArrayEquals(new long[] {1, 2, 3}, back.getTensor("t").longs());
        List<?> tensors = (List<?>) back.get("ts").value();
        assertArrayEquals(new String[] {"ä", ""}, ((Tensor) tensors.get(0)).strings());
        assertEquals(0, ((Tensor) tensors.get(1)).rank());
    }

    /** A loaded model with things that are not interpreted in many places. */
    private Path documented() throws IOException {
        ModelProto.Builder m = proto(save(GraphText.parse(TEXT), "plain.onnx")).toBuilder();
        m.setDocString("model doc").setModelVersion(7).setDomain("org.example");
        m.setUnknownFields(
                UnknownFieldSet.newBuilder()
                        .addField(1000, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                        .build());
        GraphProto.Builder g = m.getGraphBuilder().setDocString("graph doc");
        g.getNodeBuilder(0).setDocString("node doc").addMetadataProps(entry("k", "v"));
        g.getInputBuilder(1).setDocString("input doc");
        g.getInitializerBuilder(0).setDocString("weight doc");
        g.addValueInfo(g.getOutput(0).toBuilder().setName("a").setDocString("inner doc"));
        g.addQuantizationAnnotationBuilder().setTensorName("a");
        Path file = folder.resolve("documented.onnx");
        Files.write(file, m.build().toByteArray());
        return file;
    }

    private static StringStringEntryProto.Builder entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value);
    }

    @Test
    void whatIsNotInterpretedIsCarriedAlong() throws IOException {
        Path file = documented();
        Path out = save(ModelLoader.load(file), "out.onnx");
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(out));
    }

    @Test
    void whatIsNotInterpretedStaysWithWhatIsChanged() throws IOException {
        Model m = ModelLoader.load(documented()).copy();
        Graph g = m.graph();
        g.rename(g.find("a"), "b");
        g.find("b").setType(ValueType.tensor(ElementType.FLOAT, 5, 5));
        g.setInitializer(g.find("w"), Tensor.of(Shape.of(3), 4f, 5f, 6f));
        g.nodes().get(0).attributes().set(Attribute.of("new", 1L));
        GraphProto back = proto(save(m, "out.onnx")).getGraph();
        assertEquals("graph doc", back.getDocString());
        assertEquals("node doc", back.getNode(0).getDocString());
        assertEquals("b", back.getNode(0).getOutput(0));
        assertEquals("new", back.getNode(0).getAttribute(0).getName());
        assertEquals(List.of("b"), names(back.getValueInfoList()));
        assertEquals("inner doc", back.getValueInfo(0).getDocString());
        assertEquals(
                5,
                back.getValueInfo(0).getType().getTensorType().getShape().getDim(0).getDimValue());
        assertEquals(0, back.getQuantizationAnnotationCount());
        assertEquals(12, back.getInitializer(0).getRawData().size());
    }

    @Test
    void bodiesGetTheNamesOfTheFileBackWhereThatIsSafe() throws IOException {
        ModelProto.Builder file = proto(save(GraphText.parse(TEXT), "m.onnx")).toBuilder();
        NodeProto.Builder branch = file.getGraphBuilder().getNodeBuilder(1);
        GraphProto.Builder otherwise = branch.getAttributeBuilder(1).getGBuilder();
        otherwise.getNodeBuilder(0).setOutput(0, "t");
        otherwise.getOutputBuilder(0).setName("t");
        Path in = folder.resolve("shared.onnx");
        Files.write(in, file.build().toByteArray());

        Model m = ModelLoader.load(in);
        Graph body = m.graph().nodes().get(1).attributes().getGraph("else_branch");
        assertEquals("t_1", body.outputs().get(0).name());
        assertArrayEquals(Files.readAllBytes(in), Files.readAllBytes(save(m, "unchanged.onnx")));

        Graph then = m.graph().nodes().get(1).attributes().getGraph("then_branch");
        then.rename(then.find("t"), "then_out");
        m.graph().rename(m.graph().find("a"), "t");
        GraphProto saved = proto(save(m, "changed.onnx")).getGraph();
        assertEquals("t", saved.getNode(0).getOutput(0));
        assertEquals("t_1", saved.getNode(1).getAttribute(1).getG().getOutput(0).getName());
    }

    @Test
    void beforeIrVersionFourInitializersAreInputs() throws IOException {
        Model m = GraphText.parse("opset 8; ir 3; x:float[3] -> y = Add(x, w:float[3]) -> y");
        Path file = save(m, "old.onnx");
        assertEquals(List.of("x", "w"), names(proto(file).getGraph().getInputList()));
        Model back = ModelLoader.load(file);
        back.graph().addInitializer("v", Tensor.scalar(1f));
        assertEquals(
                List.of("x", "w", "v"),
                names(proto(save(back, "more.onnx")).getGraph().getInputList()));
        back.setIrVersion(8);
        assertEquals(List.of("x"), names(proto(save(back, "new.onnx")).getGraph().getInputList()));
    }

    /** A model with two large initializers and a small one in a data file. */
    private Path external() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("in"));
        Path file = inner.resolve("m.onnx");
        Model m =
                GraphText.parse(
                        "x:float[501] -> a = Add(x, w:float[501]); b = Mul(a, v:float[501]); y ="
                                + " Sub(b, s:float[1]) -> y");
        ModelSaver.save(m, file);
        ModelProto.Builder proto = proto(file).toBuilder();
        byte[] data = new byte[0];
        for (TensorProto.Builder t : proto.getGraphBuilder().getInitializerBuilderList()) {
            byte[] raw = t.getRawData().toByteArray();
            t.clearRawData()
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(entry("location", "m.bin"))
                    .addExternalData(entry("offset", Integer.toString(data.length)))
                    .addExternalData(entry("length", Integer.toString(raw.length)));
            data = ByteString.copyFrom(data).concat(ByteString.copyFrom(raw)).toByteArray();
        }
        Files.write(file, proto.build().toByteArray());
        Files.write(inner.resolve("m.bin"), data);
        return file;
    }

    @Test
    void modelsWithExternalDataAreWrittenWithExternalData() throws IOException {
        Path file = external();
        Model m = ModelLoader.load(file);
        Path data = file.resolveSibling("m.bin").toRealPath();
        assertEquals(List.of(data), ModelLoader.dataFiles(m));
        Path out = save(m, "out.onnx");
        GraphProto g = proto(out).getGraph();
        assertEquals("out.onnx.data", g.getInitializer(0).getExternalData(0).getValue());
        assertEquals("2048", g.getInitializer(1).getExternalData(1).getValue());
        assertEquals(4, g.getInitializer(2).getRawData().size());
        assertEquals(2048 + 2004, Files.size(folder.resolve("out.onnx.data")));
        Model back = ModelLoader.load(out);
        for (String name : List.of("w", "v", "s")) {
            assertArrayEquals(
                    m.graph().find(name).constant().floats(),
                    back.graph().find(name).constant().floats());
        }
        assertNull(GraphChecker.problem(back));
    }

    @Test
    void filesThatTheModelIsReadFromAreNotOverwritten() throws IOException {
        Path file = external();
        Path named = folder.resolve("in/other.onnx");
        Files.move(folder.resolve("in/m.bin"), folder.resolve("in/other.onnx.data"));
        ModelProto.Builder proto = proto(file).toBuilder();
        for (TensorProto.Builder t : proto.getGraphBuilder().getInitializerBuilderList()) {
            t.getExternalDataBuilder(0).setValue("other.onnx.data");
        }
        Files.write(file, proto.build().toByteArray());
        byte[] before = Files.readAllBytes(file);
        Model m = ModelLoader.load(file);
        for (Path target : List.of(file, folder.resolve("in/../in/m.onnx"), named)) {
            JquantException e =
                    assertThrows(JquantException.class, () -> ModelSaver.save(m.copy(), target));
            assertEquals(Problem.OUTPUT_IS_INPUT, e.problem());
            assertEquals(Kind.USAGE, e.kind());
        }
        assertArrayEquals(before, Files.readAllBytes(file));
        assertFalse(Files.exists(named));
    }

    @Test
    void anExistingFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("m.onnx");
        Files.writeString(file, "old");
        ModelSaver.save(GraphText.parse(TEXT), file);
        assertEquals(1, ModelLoader.load(file).graph().initializers().size());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void afterAFailureNothingIsLeft() throws IOException {
        Model m = GraphText.parse(TEXT);
        Tensor broken =
                Tensor.lazy(
                        ElementType.FLOAT,
                        Shape.of(3),
                        () -> {
                            throw new IllegalStateException("gone");
                        });
        m.graph().setInitializer(m.graph().find("w"), broken);
        assertThrows(
                IllegalStateException.class, () -> ModelSaver.save(m, folder.resolve("m.onnx")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void placesThatCannotBeWrittenAreNamed() throws IOException {
        Model m = GraphText.parse(TEXT);
        Path missing = folder.resolve("missing/m.onnx");
        JquantException e = assertThrows(JquantException.class, () -> ModelSaver.save(m, missing));
        assertEquals(Problem.OUTPUT_FAILED, e.problem());
        assertTrue(e.getMessage().contains("no folder"), e.getMessage());
        Path taken = Files.createDirectories(folder.resolve("taken/inner")).getParent();
        e = assertThrows(JquantException.class, () -> ModelSaver.save(m, taken));
        assertEquals(Problem.OUTPUT_FAILED, e.problem());
        assertTrue(e.getMessage().contains("is a folder"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("taken.part")));
    }

    @Test
    void constantsBeyondWhatAMessageHoldsAreRefused() {
        Model m = GraphText.parse("x:float[1] -> y = Neg(x) -> y");
        Tensor huge =
                Tensor.lazy(
                        ElementType.FLOAT,
                        Shape.of(1L << 29),
                        () -> {
                            throw new AssertionError("must not be read");
                        });
        Attribute value = new Attribute("value", AttributeType.TENSOR, huge);
        Graph g = m.graph();
        Node first = g.nodes().get(0);
        g.insert(first, "Constant", "k", Attributes.of(value));
        JquantException e =
                assertThrows(
                        JquantException.class, () -> ModelSaver.save(m, folder.resolve("m.onnx")));
        assertEquals(Problem.MODEL_TOO_LARGE_TO_SAVE, e.problem());
    }
}
