package io.jquant.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.jquant.execute.integer.IntegerForm;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.support.Workers;
import io.jquant.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QDQ models give the numbers of the integer kernels that ONNX Runtime makes of them. */
class IntegerFormTest {
    private static final String INPUT =
            "x:float[2,4,9,10] -> a = QuantizeLinear(x, s:float[]{0.03}, z:uint8[]{120}); p = DequantizeLinear(a, s, z); ";
    private static final String SIGNED =
            "x:float[2,4,9,10] -> a = QuantizeLinear(x, s:float[]{0.03}, z:int8[]{-8}); p = DequantizeLinear(a, s, z); ";
    private static final String CONV =
            "w = DequantizeLinear(wq:int8[6,4,3,3], ws:float[6], wz:int8[6]{0}){axis=0}; c = Conv(p, w, f:float[6]){pads=[1,1,1,1]}; ";
    private static final String MATRIX =
            "w = DequantizeLinear(wq:int8[10,7], ws:float[7], wz:int8[7]{0}){axis=1}; ";
    @TempDir Path folder;

    private static String end(String from, String scale, int zero, String shape) {
        return String.format(
                "q = QuantizeLinear(%s, t:float[]{%s}, u:uint8[]{%d}); y = DequantizeLinear(q, t, u) -> y:float[%s]",
                from, scale, zero, shape);
    }

    /** The graphs; every key names one. */
    private static Map<String, String> graphs() {
        Map<String, String> g = new LinkedHashMap<>();
        g.put("conv", INPUT + CONV + end("c", "1.5", 99, "2,6,9,10"));
        g.put("relu", INPUT + CONV + "r = Relu(c); " + end("r", "0.9", 0, "2,6,9,10"));
        g.put(
                "relu of a middle zero",
                INPUT + CONV + "r = Relu(c); " + end("r", "0.9", 7, "2,6,9,10"));
        g.put(
                "clip",
                INPUT
                        + CONV
                        + "r = Clip(c, lo:float[]{0}, hi:float[]{6}); "
                        + end("r", "0.0235294", 0, "2,6,9,10"));
        g.put(
                "clip within the grid",
                INPUT
                        + CONV
                        + "r = Clip(c, lo:float[]{0}, hi:float[]{6}); "
                        + end("r", "0.03", 0, "2,6,9,10"));
        g.put(
                "coded bias",
                INPUT
                        + "w = DequantizeLinear(wq:uint8[6,4,1,1], ws:float[]{0.02}, wz:uint8[]{120}); b = DequantizeLinear(bq:int32[6], bs:float[]{0.0006}); c = Conv(p, w, b); "
                        + end("c", "0.1", 128, "2,6,9,10"));
        g.put(
                "bias on another scale",
                INPUT
                        + "w = DequantizeLinear(wq:uint8[6,4,1,1], ws:float[]{0.02}, wz:uint8[]{120}); b = DequantizeLinear(bq:int32[6], bs:float[]{0.0009}); c = Conv(p, w, b); "
                        + end("c", "0.1", 128, "2,6,9,10"));
        g.put("matmul", INPUT + MATRIX + "c = MatMul(p, w); " + end("c", "1.1", 140, "2,4,9,7"));
        g.put("real matmul", INPUT + MATRIX + "y = MatMul(p, w) -> y:float[2,4,9,7]");
        g.put(
                "matmul with a bias",
                "x:float[5,10] -> a = QuantizeLinear(x, s:float[]{0.03}, z:uint8[]{120}); p = DequantizeLinear(a, s, z); "
                        + MATRIX
                        + "m = MatMul(p, w); c = Add(m, f:float[7]); "
                        + end("c", "1.1", 140, "5,7"));
        g.put(
                "activations",
                INPUT
                        + "k = Transpose(p){perm=[0,1,3,2]}; c = MatMul(p, k); "
                        + end("c", "0.4", 140, "2,4,9,9"));
        g.put(
                "gemm",
                "x:float[5,10] -> a = QuantizeLinear(x, s:float[]{0.03}, z:uint8[]{120}); p = DequantizeLinear(a, s, z); "
                        + "w = DequantizeLinear(wq:int8[7,10], ws:float[7], wz:int8[7]{0}){axis=0}; c = Gemm(p, w, f:float[7]){transB=1}; "
                        + end("c", "1.1", 140, "5,7"));
        g.put(
                "real gemm",
                "x:float[5,10] -> a = QuantizeLinear(x, s:float[]{0.03}, z:uint8[]{120}); p = DequantizeLinear(a, s, z); "
                        + "w = DequantizeLinear(wq:int8[7,10], ws:float[]{0.05}, wz:int8[]{0}); b = DequantizeLinear(bq:int32[7], bs:float[]{0.0015}); y = Gemm(p, w, b){transB=1} -> y:float[5,7]");
        g.put(
                "real gemm with a real bias",
                "x:float[5,10] -> a = QuantizeLinear(x, s:float[]{0.03}, z:uint8[]{120}); p = DequantizeLinear(a, s, z); "
                        + "w = DequantizeLinear(wq:int8[7,10], ws:float[]{0.05}, wz:int8[]{0}); y = Gemm(p, w, f:float[7]){transB=1} -> y:float[5,7]");
        String other = "b = QuantizeLinear(r, v:float[]{0.02}, z); o = DequantizeLinear(b, v, z); ";
        String abs = INPUT + "r = Abs(x); " + other;
        g.put("sum", abs + "c = Add(p, o); " + end("c", "0.05", 110, "2,4,9,10"));
        g.put("sum with itself", abs + "c = Add(p, p); " + end("c", "0.05", 110, "2,4,9,10"));
        g.put("product", abs + "c = Mul(p, o); " + end("c", "0.05", 110, "2,4,9,10"));
        g.put("join", abs + "c = Concat(p, o){axis=1}; " + end("c", "0.05", 110, "2,8,9,10"));
        g.put(
                "average",
                INPUT
                        + "c = AveragePool(p){kernel_shape=[3,3], strides=[2,2]}; "
                        + end("c", "0.02", 110, "2,4,4,4"));
        g.put("mean", INPUT + "c = GlobalAveragePool(p); " + end("c", "0.01", 110, "2,4,1,1"));
        g.put("softmax", INPUT + "c = Softmax(p){axis=-1}; " + end("c", "0.0039", 0, "2,4,9,10"));
        g.put("sigmoid", INPUT + "c = Sigmoid(p); " + end("c", "0.0039", 0, "2,4,9,10"));
        g.put("leaky", INPUT + "c = LeakyRelu(p){alpha=0.1}; " + end("c", "0.03", 20, "2,4,9,10"));
        g.put("tanh", INPUT + "c = Tanh(p); " + end("c", "0.008", 120, "2,4,9,10"));
        g.put(
                "moves before",
                INPUT
                        + "p2 = MaxPool(p){kernel_shape=[3,3], pads=[1,1,1,1]}; w = DequantizeLinear(wq:int8[6,4,3,3], ws:float[6], wz:int8[6]{0}){axis=0}; c = Conv(p2, w){pads=[1,1,1,1]}; "
                        + end("c", "1.5", 99, "2,6,9,10"));
        g.put(
                "moves behind",
                INPUT
                        + CONV
                        + "r = Relu(c); m = MaxPool(r){kernel_shape=[3,3], pads=[1,1,1,1]}; h = Transpose(m){perm=[0,2,3,1]}; "
                        + end("h", "0.9", 0, "2,9,10,6"));
        g.put(
                "same grid",
                INPUT
                        + "h = Transpose(p){perm=[0,2,3,1]}; q = QuantizeLinear(h, s, z); y = DequantizeLinear(q, s, z) -> y:float[2,9,10,4]");
        return g;
    }

    private static Model model(String name) {
        String text = graphs().get(name);
        assertNotNull(text, name);
        Model m = GraphText.parse(text);
        CodeModels.fillCodes(m, new Random(3), 60);
        return m;
    }

    private static String operators(Model given) {
        Model m = given.copy();
        TypeInference.infer(m);
        Map<String, Integer> counts = new TreeMap<>();
        IntegerForm.apply(m, Set.of());
        for (Node n : m.graph()) {
            counts.merge(n.opType(), 1, Integer::sum);
        }
        counts.remove("QuantizeLinear");
        counts.remove("DequantizeLinear");
        return String.join(" ", counts.keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "conv, QLinearConv",
        "relu, QLinearConv",
        "clip, QLinearConv",
        "coded bias, QLinearConv",
        "matmul, QLinearMatMul",
        "real matmul, MatMulIntegerToFloat",
        "matmul with a bias, QGemm",
        "activations, QLinearMatMul Transpose",
        "gemm, QGemm",
        "real gemm, QGemm",
        "sum, Abs QLinearAdd",
        "product, Abs QLinearMul",
        "join, Abs QLinearConcat",
        "average, QLinearAveragePool",
        "mean, QLinearGlobalAveragePool",
        "softmax, QLinearSoftmax",
        "sigmoid, QLinearSigmoid",
        "leaky, QLinearLeakyRelu",
        "moves before, MaxPool QLinearConv",
        "moves behind, MaxPool QLinearConv Transpose",
        "same grid, Identity Transpose"
    })
    void groupsAreTheKernelsOfOnnxRuntime(String name, String expected) throws OrtException {
        Model m = model(name);
        assertEquals(expected, operators(m));
        Random random = new Random(11);
        for (int i = 0; i < 2; i++) {
            Map<String, Tensor> inputs = CodeModels.inputs(m, random);
            Tensor want =
                    OnnxRuntimeReference.run(m, inputs, OptLevel.EXTENDED_OPT, folder).get("y");
            Interpreter here = Interpreter.builder(m).build();
            CodeModels.assertSame(want, (Tensor) here.run(inputs, Workers.SERIAL, null).get("y"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "relu of a middle zero, Conv Relu",
        "clip within the grid, Clip Conv",
        "bias on another scale, Conv",
        "real gemm with a real bias, Gemm",
        "sum with itself, Add",
        "tanh, Tanh"
    })
    void whatOnnxRuntimeLeavesInFloatStaysFloat(String name, String expected) throws OrtException {
        Model m = model(name);
        assertEquals(expected, operators(m));
        Map<String, Tensor> inputs = CodeModels.inputs(m, new Random(12));
        Tensor want = OnnxRuntimeReference.run(m, inputs, OptLevel.EXTENDED_OPT, folder).get("y");
        Tensor have =
                (Tensor) Interpreter.builder(m).build().run(inputs, Workers.SERIAL, null).get("y");
        float step = name.equals("tanh") ? 0.008f : 0.91f; // a code, where sums end on a tie
        for (int i = 0; i < want.size(); i++) {
            assertEquals(want.floats()[i], have.floats()[i], step);
        }
    }

    @Test
    void signedActivationsAreComputedInIntegersToo() {
        Model m =
                GraphText.parse(
                        SIGNED
                                + CONV
                                + "q = QuantizeLinear(c, t:float[]{1.5}, u:int8[]{-5}); y = DequantizeLinear(q, t, u) -> y:float[2,6,9,10]");
        CodeModels.fillCodes(m, new Random(3), 60);
        assertEquals("QLinearConv", operators(m));
        Map<String, Tensor> inputs = CodeModels.inputs(m, new Random(13));
        Tensor integer = run(Interpreter.builder(m), inputs);
        Tensor real = run(Interpreter.builder(m).integers(false), inputs);
        for (int i = 0; i < real.size(); i++) {
            assertEquals(real.floats()[i], integer.floats()[i], 1.51f);
        }
    }

    private static Tensor run(Interpreter.Builder b, Map<String, Tensor> inputs) {
        return (Tensor) b.build().run(inputs, Workers.SERIAL, null).get("y");
    }

    @Test
    void tensorsInsideOfAGroupAreSeenAndChangeNothing() {
        Model m = model("relu");
        Map<String, Tensor> inputs = CodeModels.inputs(m, new Random(14));
        Tensor alone = run(Interpreter.builder(m), inputs);
        Set<String> names = Set.of("a", "p", "w", "c", "r", "q", "y");
        Map<String, Tensor> seen = new TreeMap<>();
        Tensor watched =
                (Tensor)
                        Interpreter.builder(m)
                                .taps(names)
                                .build()
                                .run(inputs, Workers.SERIAL, seen::put)
                                .get("y");
        CodeModels.assertSame(alone, watched);
        assertEquals(names, seen.keySet());
    }

    @Test
    void floatModelsAreLeftAlone() {
        Model m = GraphText.parse("x:float[2,2] -> y = Abs(x) -> y");
        IntegerForm.apply(m, Set.of());
        assertEquals(1, m.graph().nodeCount());
        assertEquals(Set.of(""), m.opsets().keySet());
        Model q = model("conv");
        int nodes = q.graph().nodeCount();
        Interpreter.builder(q).build();
        assertTrue(q.graph().nodes().stream().anyMatch(n -> n.is("Conv")));
        assertEquals(nodes, q.graph().nodeCount());
    }
}
