package io.jquant.load;

import static io.jquant.load.Protos.attribute;
import static io.jquant.load.Protos.body;
import static io.jquant.load.Protos.bodyGraph;
import static io.jquant.load.Protos.call;
import static io.jquant.load.Protos.floats;
import static io.jquant.load.Protos.function;
import static io.jquant.load.Protos.graph;
import static io.jquant.load.Protos.model;
import static io.jquant.load.Protos.node;
import static io.jquant.load.Protos.opset;
import static io.jquant.load.Protos.reference;
import static io.jquant.load.Protos.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.jquant.graph.Graph;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.proto.AttributeProto.AttributeType;
import io.jquant.proto.ModelProto;
import io.jquant.proto.NodeProto;
import io.jquant.proto.SparseTensorProto;
import io.jquant.proto.TensorProto;
import io.jquant.support.JquantException;
import io.jquant.support.Kind;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Damaged files are loaded or refused with one line, and nothing else happens. */
class LoaderFuzzTest {
    private static final byte[] SEED = seed();

    /** A model that uses most of the format. */
    private static byte[] seed() {
        NodeProto branch =
                node(
                        "If",
                        "c",
                        "h",
                        body("then_branch", bodyGraph("t", node("Neg", "x", "t"))),
                        body("else_branch", bodyGraph("t", node("Abs", "x", "t"))));
        ModelProto.Builder m =
                model(
                        graph(
                                node("Cast", "x", "c", attribute("to", 9)),
                                branch,
                                call("F", "h w", "p"),
                                node("Sum", "p r s", "y")));
        m.addFunctions(
                function(
                                "F",
                                "a b",
                                "r",
                                node("Add", "a b", "s"),
                                node(
                                        "Softmax",
                                        "s",
                                        "r",
                                        reference("axis", "k", AttributeType.INT)))
                        .addAttributeProto(attribute("k", 0)));
        m.addOpsetImport(opset("local", 1));
        m.getGraphBuilder()
                .addInitializer(floats("w", 1, 2))
                .addInitializer(
                        TensorProto.newBuilder()
                                .setName("r")
                                .setDataType(1)
                                .addDims(400)
                                .setRawData(ByteString.copyFrom(new byte[1600])))
                .addValueInfo(value("h", 2))
                .addSparseInitializer(
                        SparseTensorProto.newBuilder()
                                .addDims(3)
                                .setValues(floats("s", 1))
                                .setIndices(
                                        TensorProto.newBuilder()
                                                .setDataType(7)
                                                .addDims(1)
                                                .addInt64Data(2)));
        return m.build().toByteArray();
    }

    private static byte[] damage(byte[] sound, Random random) {
        byte[] out = sound.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(5)) {
                case 0 -> out[at] = (byte) random.nextInt(256);
                case 1 -> out[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> out[at] += (byte) (random.nextBoolean() ? 1 : -1);
                case 3 -> out = Arrays.copyOf(out, 1 + random.nextInt(out.length));
                default -> {
                    int length = Math.min(1 + random.nextInt(20), out.length - at);
                    ByteArrayOutputStream twice = new ByteArrayOutputStream();
                    twice.write(out, 0, at + length);
                    twice.write(out, at, out.length - at);
                    out = twice.toByteArray();
                }
            }
        }
        return out;
    }

    private static void readEverything(Graph graph) {
        for (Value v : graph.initializers()) {
            assertNotNull(v.constant().storage());
        }
        for (Node n : graph) {
            n.subgraphs().forEach(LoaderFuzzTest::readEverything);
        }
    }

    @Property(tries = 3000)
    void damagedFilesAreLoadedOrRefused(@ForAll long seed) {
        byte[] file = damage(SEED, new Random(seed));
        try {
            Model m = ModelLoader.parse("fuzz.onnx", file);
            FunctionInliner.inline(m, "fuzz.onnx");
            assertNull(GraphChecker.problem(m));
            readEverything(m.graph());
        } catch (JquantException e) {
            assertTrue(e.kind() == Kind.MODEL || e.kind() == Kind.UNSUPPORTED, e.getMessage());
            assertTrue(e.getMessage().startsWith("fuzz.onnx: "), e.getMessage());
            assertEquals(1, e.getMessage().lines().count());
            assertTrue(e.getMessage().length() < 1000, e.getMessage());
        }
    }

    @Property(tries = 300)
    void damagedTensorsAreReadOrRefused(@ForAll long seed) {
        byte[] sound = floats("w", 1, 2, 3).toByteArray();
        try {
            assertNotNull(TensorReader.parse("t.pb", damage(sound, new Random(seed))).storage());
        } catch (JquantException e) {
            assertEquals(Kind.DATA, e.kind(), e.getMessage());
        }
    }

    @Example
    void theModelItselfIsSound() {
        Model m = ModelLoader.parse("fuzz.onnx", SEED);
        FunctionInliner.inline(m, "fuzz.onnx");
        readEverything(m.graph());
        assertEquals(5, m.graph().nodeCount());
    }
}
