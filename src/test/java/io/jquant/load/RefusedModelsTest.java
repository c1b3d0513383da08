package io.jquant.load;

import static io.jquant.load.Protos.attribute;
import static io.jquant.load.Protos.body;
import static io.jquant.load.Protos.bodyGraph;
import static io.jquant.load.Protos.changed;
import static io.jquant.load.Protos.floats;
import static io.jquant.load.Protos.function;
import static io.jquant.load.Protos.graph;
import static io.jquant.load.Protos.model;
import static io.jquant.load.Protos.node;
import static io.jquant.load.Protos.opset;
import static io.jquant.load.Protos.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.jquant.proto.AttributeProto;
import io.jquant.proto.GraphProto;
import io.jquant.proto.ModelProto;
import io.jquant.proto.NodeProto;
import io.jquant.proto.SparseTensorProto;
import io.jquant.proto.StringStringEntryProto;
import io.jquant.proto.TensorProto;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are no models, broken models and hostile ones: each gets a message of its own. */
class RefusedModelsTest {
    @TempDir Path folder;

    /** The message has the file in front and, where it matters, names the culprit. */
    private static void assertRefused(Problem problem, String culprit, byte[] file) {
        JquantException e =
                assertThrows(JquantException.class, () -> ModelLoader.parse("bad.onnx", file));
        assertEquals(problem, e.problem(), e.getMessage());
        assertTrue(e.getMessage().startsWith("bad.onnx: "), e.getMessage());
        assertTrue(e.getMessage().contains(culprit), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] sound() {
        return changed(m -> {});
    }

    static Stream<Arguments> bytes() {
        byte[] sound = sound();
        byte[] flipped = sound.clone();
        for (int i = 10; i < 40; i++) {
            flipped[i] ^= (byte) 0xff;
        }
        return Stream.of(
                arguments(Problem.MODEL_BROKEN, "empty", new byte[0]),
                arguments(Problem.MODEL_BROKEN, "bytes", Arrays.copyOf(sound, sound.length - 1)),
                arguments(Problem.MODEL_BROKEN, "bytes", Arrays.copyOf(sound, sound.length / 2)),
                arguments(Problem.MODEL_BROKEN, "byte", flipped),
                arguments(Problem.MODEL_BROKEN, "byte 0", new byte[100]),
                arguments(Problem.MODEL_BROKEN, "64 bits", latin1("\u00ff".repeat(20))),
                arguments(Problem.MODEL_BROKEN, "inside the field", latin1("\b")),
                arguments(Problem.MODEL_BROKEN, "wire type 7", latin1("\b\b\u000f")),
                // a string where the IR version belongs
                arguments(Problem.MODEL_WITHOUT_GRAPH, "no graph", latin1("\n\u0002\u0001\u0002")),
                arguments(Problem.MODEL_OTHER_FORMAT, "gzip", latin1("\u001f\u008b\b\0\0\0")),
                arguments(Problem.MODEL_OTHER_FORMAT, "PNG", latin1("\u0089PNG\r\n\u001a\n")),
                arguments(Problem.MODEL_OTHER_FORMAT, "JPEG", latin1("\u00ff\u00d8\u00ff\u00e0")),
                arguments(Problem.MODEL_OTHER_FORMAT, "JSON", latin1("{\"a\": 1}")),
                arguments(Problem.MODEL_OTHER_FORMAT, "zip", latin1("PK\u0003\u0004....")),
                arguments(
                        Problem.MODEL_OTHER_FORMAT, "Lite", latin1("\u001c\0\0\0TFL3\u0014\0\0\0")),
                arguments(Problem.MODEL_OTHER_FORMAT, "plain text", latin1("hello\nmodel\n")),
                arguments(
                        Problem.MODEL_OTHER_FORMAT,
                        "git lfs pull",
                        latin1("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")),
                arguments(
                        Problem.MODEL_WITHOUT_GRAPH,
                        "no graph",
                        ModelProto.newBuilder().setIrVersion(8).build().toByteArray()));
    }

    @ParameterizedTest
    @MethodSource
    void bytes(Problem problem, String culprit, byte[] file) {
        assertRefused(problem, culprit, file);
    }

    private static Arguments change(
            Problem problem, String culprit, Consumer<ModelProto.Builder> change) {
        return arguments(problem, culprit, change);
    }

    private static Arguments graphChange(
            Problem problem, String culprit, Consumer<GraphProto.Builder> change) {
        Consumer<ModelProto.Builder> inModel = m -> change.accept(m.getGraphBuilder());
        return arguments(problem, culprit, inModel);
    }

    private static Arguments weight(Problem problem, String culprit, TensorProto.Builder tensor) {
        return graphChange(problem, culprit, g -> g.setInitializer(0, tensor.setName("w").build()));
    }

    private static Arguments first(Problem problem, String culprit, NodeProto node) {
        return graphChange(problem, culprit, g -> g.setNode(0, node));
    }

    private static TensorProto.Builder tensor(int type, long... dims) {
        TensorProto.Builder b = TensorProto.newBuilder().setDataType(type);
        for (long d : dims) {
            b.addDims(d);
        }
        return b;
    }

    private static ByteString zeros(int count) {
        return ByteString.copyFrom(new byte[count]);
    }

    static Stream<Arguments> models() {
        return Stream.of(
                change(Problem.IR_VERSION_INVALID, "0", m -> m.clearIrVersion()),
                change(Problem.IR_VERSION_UNKNOWN, "9999", m -> m.setIrVersion(9999)),
                change(Problem.OPSET_INVALID, "none", m -> m.clearOpsetImport()),
                change(Problem.OPSET_INVALID, "-3", m -> m.setOpsetImport(0, opset("", -3))),
                change(Problem.OPSET_INVALID, "17 and 9", m -> m.addOpsetImport(opset("", 9))),
                change(Problem.OPSET_UNKNOWN, "999", m -> m.setOpsetImport(0, opset("", 999))),
                change(
                        Problem.FUNCTION_INVALID,
                        "no name",
                        m -> m.addFunctions(function("", "a", "b", node("Neg", "a", "b")))),
                change(
                        Problem.VALUE_MISSING,
                        "'zz'",
                        m -> m.addFunctions(function("F", "a", "b", node("Neg", "zz", "b")))),
                graphChange(Problem.VALUE_MISSING, "'w'", g -> g.clearInitializer()),
                graphChange(
                        Problem.VALUE_MISSING, "'nowhere'", g -> g.setOutput(0, value("nowhere"))),
                graphChange(Problem.VALUE_TWICE, "'x'", g -> g.addInput(value("x", 2))),
                graphChange(Problem.VALUE_TWICE, "'w'", g -> g.addInitializer(floats("w", 1))),
                graphChange(Problem.VALUE_TWICE, "'y'", g -> g.addNode(node("Neg", "x", "y"))),
                graphChange(Problem.VALUE_TWICE, "'w'", g -> g.addNode(node("Neg", "x", "w"))),
                graphChange(Problem.VALUE_TWICE, "'x'", g -> g.addNode(node("Neg", "x", "x"))),
                graphChange(Problem.VALUE_INVALID, "input 1", g -> g.addInput(value("", 2))),
                graphChange(
                        Problem.VALUE_INVALID,
                        "type",
                        g -> g.setInput(0, value("x").toBuilder().clearType())),
                graphChange(
                        Problem.VALUE_INVALID,
                        "initializer 1",
                        g -> g.addInitializer(floats("", 1))),
                graphChange(
                        Problem.VALUE_INVALID,
                        "INT64",
                        g ->
                                g.addInput(value("w", 1))
                                        .setInitializer(
                                                0, tensor(7, 1).addInt64Data(1).setName("w"))),
                graphChange(
                        Problem.GRAPH_CYCLE,
                        "'b'",
                        g -> g.setNode(0, node("Add", "x b", "a")).addNode(node("Neg", "a", "b"))),
                graphChange(Problem.GRAPH_CYCLE, "'a'", g -> g.setNode(0, node("Add", "x a", "a"))),
                first(Problem.NODE_INVALID, "no operator", node("", "x w", "a")),
                first(
                        Problem.NODE_INVALID,
                        "'k' is given twice",
                        node("Add", "x w", "a", attribute("k", 1), attribute("k", 2))),
                first(Problem.NODE_INVALID, "no name", node("Add", "x w", "a", attribute("", 1))),
                first(
                        Problem.NODE_INVALID,
                        "another type",
                        node("Add", "x w", "a", typed("k", AttributeProto.AttributeType.FLOAT))),
                first(
                        Problem.NODE_INVALID,
                        "no value",
                        node(
                                "Constant",
                                "",
                                "a",
                                untyped("value", AttributeProto.AttributeType.TENSOR))),
                first(
                        Problem.NODE_INVALID,
                        "no graph",
                        node(
                                "If",
                                "x",
                                "a",
                                untyped("then_branch", AttributeProto.AttributeType.GRAPH))),
                first(
                        Problem.GRAPH_INVALID,
                        "'com.example'",
                        node("Thing", "x w", "a").toBuilder().setDomain("com.example").build()),
                first(Problem.GRAPH_INVALID, "1 inputs, wants 2", node("Add", "x", "a")),
                first(Problem.GRAPH_INVALID, "2 outputs, wants 1", node("Add", "x w", "a b")),
                first(Problem.GRAPH_INVALID, "'axis' is missing", node("Concat", "x w", "a")),
                first(
                        Problem.GRAPH_INVALID,
                        "Constant 'a' has no value",
                        node("Constant", "", "a")),
                first(
                        Problem.GRAPH_INVALID,
                        "'axis' is FLOAT, must be INT",
                        node(
                                "Softmax",
                                "x",
                                "a",
                                AttributeProto.newBuilder()
                                        .setName("axis")
                                        .setType(AttributeProto.AttributeType.FLOAT)
                                        .setF(1)
                                        .build())),
                first(Problem.GRAPH_INVALID, "no operator of ONNX", node("Flux", "x", "a")),
                first(Problem.GRAPH_INVALID, "operator set 20", node("Gelu", "x", "a")));
    }

    /** An attribute that holds an integer and says something else. */
    private static AttributeProto typed(String name, AttributeProto.AttributeType type) {
        return attribute(name, 1).toBuilder().setType(type).build();
    }

    private static AttributeProto untyped(String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type).build();
    }

    @ParameterizedTest
    @MethodSource
    void models(Problem problem, String culprit, Consumer<ModelProto.Builder> change) {
        assertRefused(problem, culprit, changed(change));
    }

    static Stream<Arguments> tensors() {
        SparseTensorProto.Builder sparse =
                SparseTensorProto.newBuilder()
                        .addDims(4)
                        .setValues(floats("s", 1, 2))
                        .setIndices(tensor(7, 2).addInt64Data(1).addInt64Data(9));
        SparseTensorProto.Builder huge =
                SparseTensorProto.newBuilder()
                        .addDims(1L << 40)
                        .setValues(floats("s", 1))
                        .setIndices(tensor(7, 1).addInt64Data(1));
        return Stream.of(
                weight(Problem.TENSOR_INVALID, "no element type", tensor(0, 1)),
                weight(Problem.TENSOR_UNSUPPORTED, "99", tensor(99, 1).setRawData(zeros(4))),
                weight(
                        Problem.TENSOR_UNSUPPORTED,
                        "segments",
                        tensor(1, 1).setSegment(TensorProto.Segment.newBuilder().setBegin(0))),
                weight(Problem.TENSOR_INVALID, "-3", tensor(1, 4, -3).setRawData(zeros(48))),
                weight(
                        Problem.TENSOR_INVALID,
                        "overflows",
                        tensor(1, 1L << 32, 1L << 32).setRawData(zeros(0))),
                weight(
                        Problem.TENSOR_INVALID,
                        "overflows",
                        tensor(1, 1L << 62).setRawData(zeros(8))),
                weight(Problem.TENSOR_INVALID, "wants 8", tensor(1, 2).setRawData(zeros(7))),
                weight(Problem.TENSOR_INVALID, "wants 8", tensor(1, 2).setRawData(zeros(9))),
                weight(
                        Problem.TENSOR_INVALID,
                        "wants 8589934592",
                        tensor(1, 1L << 31).setRawData(zeros(2000))),
                weight(Problem.TENSOR_INVALID, "wants 3", tensor(1, 3).addFloatData(1)),
                weight(Problem.TENSOR_INVALID, "no elements", tensor(1, 3)),
                weight(
                        Problem.TENSOR_INVALID,
                        "raw_data and float_data",
                        tensor(1, 1).addFloatData(1).setRawData(zeros(4))),
                weight(Problem.TENSOR_INVALID, "int64_data", tensor(1, 1).addInt64Data(1)),
                weight(Problem.TENSOR_INVALID, "raw_data", tensor(8, 1).setRawData(zeros(4))),
                graphChange(Problem.TENSOR_INVALID, "index 1", g -> g.addSparseInitializer(sparse)),
                graphChange(
                        Problem.TENSOR_UNSUPPORTED, "stored", g -> g.addSparseInitializer(huge)));
    }

    @ParameterizedTest
    @MethodSource
    void tensors(Problem problem, String culprit, Consumer<ModelProto.Builder> change) {
        assertRefused(problem, culprit, changed(change));
    }

    @Test
    void graphsInsideGraphsAreBounded() {
        GraphProto inner = bodyGraph("o", node("Neg", "x", "o"));
        for (int depth = 0; depth < 100; depth++) {
            NodeProto branch =
                    node("If", "x", "o", body("then_branch", inner), body("else_branch", inner))
                            .toBuilder()
                            .removeAttribute(1)
                            .build();
            inner = bodyGraph("o", branch);
        }
        NodeProto outer = node("If", "x", "y", body("then_branch", inner));
        assertRefused(Problem.MODEL_TOO_DEEP, "64 deep", model(graph(outer)).build().toByteArray());
    }

    @Test
    void typesInsideTypesAreBounded() {
        io.jquant.proto.TypeProto.Builder type = value("t", 1).getType().toBuilder();
        for (int i = 0; i < 500; i++) {
            io.jquant.proto.TypeProto.Builder outer = io.jquant.proto.TypeProto.newBuilder();
            outer.getSequenceTypeBuilder().setElemType(type.buildPartial());
            type = outer;
        }
        ModelProto.Builder m = model(graph(node("Neg", "x", "y")));
        m.getGraphBuilder().addValueInfoBuilder().setName("v").setType(type);
        assertRefused(Problem.MODEL_BROKEN, "nested", m.build().toByteArray());
    }

    private Problem external(String... entries) throws IOException {
        TensorProto.Builder w =
                tensor(1, 2).setName("w").setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (int i = 0; i < entries.length; i += 2) {
            w.addExternalData(
                    StringStringEntryProto.newBuilder()
                            .setKey(entries[i])
                            .setValue(entries[i + 1]));
        }
        Path inner = Files.createDirectories(folder.resolve("model"));
        Files.write(inner.resolve("w.bin"), new byte[100]);
        Files.write(folder.resolve("outside.bin"), new byte[100]);
        Path file = inner.resolve("m.onnx");
        Files.write(file, changed(m -> m.getGraphBuilder().setInitializer(0, w)));
        try {
            ModelLoader.load(file);
            return null;
        } catch (JquantException e) {
            assertTrue(e.getMessage().contains("'w'"), e.getMessage());
            return e.problem();
        }
    }

    @Test
    void externalDataStaysInsideTheFolderAndTheFile() throws IOException {
        assertEquals(null, external("location", "w.bin", "offset", "92", "length", "8"));
        assertEquals(null, external("location", "w.bin", "checksum", "anything"));
        Problem refused = Problem.EXTERNAL_DATA_REFUSED;
        assertEquals(refused, external("location", "/etc/hostname"));
        assertEquals(refused, external("location", "../outside.bin"));
        assertEquals(refused, external("location", "sub/../../outside.bin"));
        assertEquals(refused, external("location", "w\0.bin"));
        Files.createSymbolicLink(folder.resolve("model/link.bin"), folder.resolve("outside.bin"));
        assertEquals(refused, external("location", "link.bin"));
        Problem invalid = Problem.EXTERNAL_DATA_INVALID;
        assertEquals(invalid, external("offset", "0"));
        assertEquals(invalid, external("location", "missing.bin"));
        assertEquals(invalid, external("location", "."));
        assertEquals(invalid, external("location", "w.bin", "offset", "93"));
        assertEquals(invalid, external("location", "w.bin", "offset", "1000"));
        assertEquals(invalid, external("location", "w.bin", "offset", "-1"));
        assertEquals(invalid, external("location", "w.bin", "offset", "ten"));
        assertEquals(invalid, external("location", "w.bin", "length", "4"));
        assertEquals(
                invalid,
                external("location", "w.bin", "offset", Long.toString(Long.MAX_VALUE - 4)));
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws IOException {
        Path missing = folder.resolve("missing.onnx");
        JquantException e = assertThrows(JquantException.class, () -> ModelLoader.load(missing));
        assertEquals(Problem.MODEL_NOT_FOUND, e.problem());
        e = assertThrows(JquantException.class, () -> ModelLoader.load(folder));
        assertEquals(Problem.MODEL_UNREADABLE, e.problem());
        assertTrue(e.getMessage().contains("folder"), e.getMessage());
    }

    @Test
    void filesAboveTwoGibibytesAreRefused() throws IOException {
        Path file = folder.resolve("large.onnx");
        try (java.io.RandomAccessFile f = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            f.setLength(1L << 31); // takes no room on disk
        }
        JquantException e = assertThrows(JquantException.class, () -> ModelLoader.load(file));
        assertEquals(Problem.MODEL_TOO_LARGE, e.problem());
    }
}
