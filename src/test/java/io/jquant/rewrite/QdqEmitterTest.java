package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.Graph;
import io.jquant.graph.GraphPrinter;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class QdqEmitterTest {
    private static final String CONV =
            "x:float[1,4,8,8] -> "
                    + "c:float[1,8,8,8] = Conv(x, w:float[8,4,3,3], b:float[8]){pads=[1,1,1,1]}; ";

    private static Graph emit(Plans p) {
        QdqEmitter.emit(p.model, p.plan());
        p.model.graph().sort();
        return p.model.graph();
    }

    private static Graph emit(Target t, String text) {
        return emit(Plans.of(t, text));
    }

    private static List<String> operators(Graph g) {
        return g.nodes().stream().map(Node::opType).toList();
    }

    private static Node producer(Graph g, String value) {
        return g.find(value).producer();
    }

    @Test
    void activationWeightAndBiasAreWrittenWithReadableNames() {
        Graph g = emit(Targets.ONNXRUNTIME, CONV + "r:float[1,8,8,8] = Relu(c) -> r");
        Node conv = producer(g, "c");
        assertEquals(
                List.of("x_dequantized", "w_dequantized", "b_dequantized"),
                conv.inputs().stream().map(Value::name).toList());
        assertEquals("x/quantize", producer(g, "x_quantized").name());
        assertEquals("w/dequantize", producer(g, "w_dequantized").name());
        assertEquals(0, g.find("x_scale").constant().rank());
        assertSame(ElementType.UINT8, g.find("x_zero_point").constant().type());
        assertSame(ElementType.INT8, g.find("w_quantized").constant().type());
        assertSame(ElementType.INT32, g.find("b_quantized").constant().type());
        assertEquals(0, producer(g, "w_dequantized").attributes().getInt("axis", 9));
        assertNull(g.find("w"));
        assertNull(g.find("b"));
    }

    @Test
    void graphOutputKeepsItsNameAndType() {
        Graph g = emit(Targets.ONNXRUNTIME, CONV + "-> c, c");
        assertEquals(List.of("c", "c"), g.outputs().stream().map(Value::name).toList());
        assertTrue(producer(g, "c").is("DequantizeLinear"));
        assertSame(ElementType.FLOAT, g.find("c").tensorType().element());
        assertTrue(producer(g, "c_raw").is("Conv"));
    }

    @Test
    void outputThatIsReadInsideIsTheDequantizedTensor() {
        Graph g =
                emit(
                        Targets.ONNXRUNTIME,
                        CONV + "d:float[1,2,8,8] = Conv(c, v:float[2,8,1,1]) -> c, d");
        assertEquals("c", producer(g, "d_raw").input(0).name());
        assertTrue(producer(g, "c").is("DequantizeLinear"));
    }

    @Test
    void inputThatIsAnOutputStaysAsItIs() {
        Graph g = emit(Targets.ONNXRUNTIME, CONV + "-> x, c");
        assertSame(g.inputs().get(0), g.outputs().get(0));
        assertEquals("x_dequantized", producer(g, "c_raw").input(0).name());
    }

    @Test
    void valueCapturedByABodyIsReadAsFloat() {
        Plans p =
                Plans.of(
                        Targets.ONNXRUNTIME,
                        "k:bool[], "
                                + CONV
                                + "z = If(k){then_branch=graph(-> t = Neg(c) -> t), else_branch=graph(-> e = Abs(c) -> e)} -> z");
        Graph g = emit(p);
        Node branch = producer(g, "z");
        for (Graph body : branch.subgraphs()) {
            assertEquals("c_dequantized", body.nodes().get(0).input(0).name());
        }
        // nothing stands between the layer and its quantization
        assertEquals(1, g.find("c").useCount());
    }

    @Test
    void biasScaleIsTheRoundedProductOfBothScales() {
        Graph g = emit(Plans.of(Targets.TFLITE, CONV + "-> c").range("x", -0.37, 3.91));
        float sx = g.find("x_scale").constant().floats()[0];
        float[] sw = g.find("w_scale").constant().floats();
        Tensor sb = g.find("b_scale").constant();
        for (int i = 0; i < sw.length; i++) {
            assertEquals(
                    Float.floatToRawIntBits(sx * sw[i]), Float.floatToRawIntBits(sb.floats()[i]));
        }
        float[] b =
                Plans.of(Targets.TFLITE, CONV + "-> c").model.graph().find("b").constant().floats();
        int[] codes = g.find("b_quantized").constant().ints();
        for (int i = 0; i < codes.length; i++) {
            assertEquals(b[i], codes[i] * (double) sb.floats()[i], sb.floats()[i]);
        }
    }

    @Test
    void unsignedCodesAreSignedCodesPlus128() {
        String text =
                "x:float[1,4,8,8] -> a = Conv(x, w:float[4,4,1,1]); c = Concat(a, k:float[1,2,8,8]){axis=1}; "
                        + "d:float[1,2,8,8] = Conv(c, v:float[2,6,1,1]) -> d";
        PlanOptions full =
                PlanOptions.of(Targets.ONNXRUNTIME)
                        .withCoverage(Coverage.FULL)
                        .withGuardPairSums(false);
        Graph u = emit(Plans.of(full, text));
        Graph s =
                emit(
                        Plans.of(
                                PlanOptions.of(Targets.ONNXRUNTIME_ARM64)
                                        .withCoverage(full.coverage()),
                                text));
        byte[] unsigned = u.find("k_quantized").constant().bytes();
        byte[] signed = s.find("k_quantized").constant().bytes();
        for (int i = 0; i < signed.length; i++) {
            assertEquals(signed[i] + 128, Byte.toUnsignedInt(unsigned[i]));
        }
        assertEquals(
                s.find("x_zero_point").constant().bytes()[0] + 128,
                Byte.toUnsignedInt(u.find("x_zero_point").constant().bytes()[0]));
        assertArrayEquals(
                s.find("v_quantized").constant().bytes(), u.find("v_quantized").constant().bytes());
    }

    @Test
    void floatReadersOfAFloatTensorReadTheOriginal() {
        Graph g =
                emit(
                        Targets.ONNXRUNTIME,
                        CONV
                                + "l:float[1,8,8,8] = LeakyRelu(c); d:float[1,8,8,8] = Conv(l, v:float[8,8,1,1]); "
                                + "s = Add(l, d) -> s");
        assertEquals("l", producer(g, "s").input(0).name());
        assertEquals("d_dequantized", producer(g, "s").input(1).name());
        assertEquals("c_dequantized", producer(g, "l").input(0).name());
    }

    @Test
    void tiedWeightsShareTheirCodesWhereTheyAreEqualAndAreClonedWhereNot() {
        String text =
                "x:float[1,4], z:float[1,4] -> a:float[1,4] = Gemm(x, w:float[4,4]); "
                        + "c:float[1,4] = Gemm(z, w); d:float[1,4] = Gemm(a, w, k:float[4]{1e6}) -> c, d";
        Plans p = Plans.of(Targets.TFLITE, text).range("x", 0, 1).range("z", 0, 5);
        Graph g = emit(p);
        assertSame(producer(g, "a").input(1), producer(g, "c_raw").input(1));
        assertNotEquals(producer(g, "a").input(1).name(), producer(g, "d_raw").input(1).name());
        assertNotNull(g.find("w_quantized_1"));
    }

    @Test
    void tiedWeightsAreCopiedForARuntimeThatChangesThemWhereTheyAreASmallPart() {
        for (int other : new int[] {8, 80}) {
            Graph g =
                    emit(
                            Targets.ONNXRUNTIME,
                            "x:float[1,8], z:float[1,8] -> a:float[1,8] = Gemm(x, w:float[8,8]); "
                                    + "c:float[1,8] = Gemm(z, w); d:float[1,9] = Gemm(a, v:float[8,N]) -> c, d"
                                            .replace("9", "" + other)
                                            .replace("N", "" + other));
            Node first = producer(g, producer(g, "a").input(1).name());
            Node second = producer(g, producer(g, "c").input(1).name());
            assertEquals(other < 64, first.input(0) == second.input(0));
            assertEquals(other < 64, first.input(2) == second.input(2));
            assertArrayEquals(
                    first.input(0).constant().bytes(), second.input(0).constant().bytes());
        }
    }

    @Test
    void longNamesAreShortenedInWhatIsNamedAfterThem() {
        String name = "model_" + "layer_".repeat(20) + "end";
        Graph g =
                emit(
                        Targets.ONNXRUNTIME,
                        "x:float[1,4,8,8] -> NAME:float[1,4,8,8] = Conv(x, w:float[4,4,1,1]); y:float[1,4,8,8] = Conv(NAME, v:float[4,4,1,1]) -> y"
                                .replace("NAME", name));
        Node q = g.find(name).soleReader();
        assertEquals(
                "model_layer_layer_layer_layer_la~ayer_layer_layer_layer_layer_end/quantize",
                q.name());
        assertTrue(
                g.values().stream().allMatch(v -> v.name().length() < 80 || v.name().equals(name)));
    }

    @Test
    void weightsThatAFloatNodeReadsTooAreKept() {
        Plans p =
                Plans.of(
                        PlanOptions.of(Targets.ONNXRUNTIME).withKeepFloat(List.of("n_d")),
                        "x:float[1,4,8,8] -> c:float[1,4,8,8] = Conv(x, w:float[4,4,1,1]); "
                                + "d:float[1,4,8,8] = Conv(c, w) -> d");
        Graph g = emit(p);
        assertEquals("w", producer(g, "d").input(1).name());
        assertEquals("w_dequantized", producer(g, "c").input(1).name());
    }

    @Test
    void floatLayerBetweenQuantizedOnesIsShieldedFromTheRuntime() {
        PlanOptions keep = PlanOptions.of(Targets.ONNXRUNTIME).withKeepFloat(List.of("n_d"));
        Graph g =
                emit(
                        Plans.of(
                                keep,
                                CONV
                                        + "d:float[1,8,8,8] = Conv(c, v:float[8,8,1,1]); r:float[1,8,8,8] = Relu(d); "
                                        + "e:float[1,8,8,8] = Conv(r, u:float[8,8,1,1]) -> e"));
        assertTrue(g.find("d").soleReader().is("Sum"));
        assertTrue(g.find("d").soleReader().output().soleReader().is("Relu"));
    }

    @Test
    void onlyTheLastOfSeveralClampsIsKept() {
        Graph g =
                emit(
                        Targets.ONNXRUNTIME,
                        CONV
                                + "r = Relu(c); m = Clip(r, lo:float[]{0}, hi:float[]{6}); n:float[1,8,8,8] = Relu(m) -> n");
        assertEquals("c", g.find("n_raw").producer().input(0).name());
        assertNull(g.find("r"));
        assertNull(g.find("hi"));
    }

    @Test
    void requantizingPairStandsInFrontOfItsReaderOnly() {
        Plans p =
                Plans.of(
                                Targets.TFLITE,
                                CONV
                                        + "s = Sigmoid(c); j = Concat(s, c){axis=1}; t = Mul(s, s) -> j, t")
                        .range("c", -8, 8)
                        .range("j", -8, 8);
        Graph g = emit(p);
        Value into = producer(g, "j_raw").input(0);
        assertEquals("s_requantized_dequantized", into.name());
        assertEquals("s_dequantized", into.producer().input(0).producer().input(0).name());
        assertEquals("s_dequantized", producer(g, "t_raw").input(0).name());
    }

    @Test
    void biasOfAProductOfRankThreeIsInt32WhereTheRuntimeJoinsBoth() {
        String text =
                "x:float[2,5,8] -> p:float[2,5,6] = MatMul(x, w:float[8,6]); "
                        + "y:float[2,5,6] = Add(p, b:float[1,1,6]); ";
        Graph codes =
                emit(Targets.ONNXRUNTIME, text + "z:float[2,5,3] = MatMul(y, v:float[6,3]) -> z");
        Node bias = producer(codes, producer(codes, "y").input(1).name());
        assertEquals("DequantizeLinear", bias.opType());
        assertEquals(ElementType.INT32, bias.input(0).constant().type());
        assertEquals(1, bias.input(0).constant().rank());
        Graph open =
                emit(
                        Targets.ONNXRUNTIME,
                        text.replace("2,5", "N,5")
                                + "z:float[N,5,3] = MatMul(y, v:float[6,3]) -> z");
        assertEquals(1, producer(open, "y").input(1).constant().rank());
        Graph real = emit(Targets.ONNXRUNTIME, text + "z = Erf(y) -> z");
        assertEquals(3, producer(real, "y").input(1).constant().rank());
    }

    @Test
    void batchedConstantWeightsHaveOneScale() {
        Graph g =
                emit(
                        Targets.ONNXRUNTIME,
                        "x:float[3,2,8] -> y:float[3,2,5] = MatMul(x, w:float[3,8,5]) -> y");
        assertEquals(0, g.find("w_scale").constant().rank());
        assertFalse(producer(g, "w_dequantized").attributes().has("axis"));
    }

    @Test
    void transposedConvolutionHasItsScalesOnAxisOne() {
        Graph g =
                emit(
                        Targets.TFLITE,
                        "x:float[1,4,8,8] -> c:float[1,2,10,10] = ConvTranspose(x, w:float[4,2,3,3], b:float[2]) -> c");
        assertEquals(1, producer(g, "w_dequantized").attributes().getInt("axis", 9));
        assertEquals(2, g.find("w_scale").constant().size());
    }

    @Test
    void groupedTransposedConvolutionHasOneScaleWrittenPerChannelOfAGroup() {
        Graph g =
                emit(
                        Targets.TFLITE,
                        "x:float[1,4,8,8] -> c:float[1,6,10,10] = ConvTranspose(x, w:float[4,3,3,3], b:float[6]){group=2} -> c");
        float[] scales = g.find("w_scale").constant().floats();
        assertArrayEquals(new float[] {scales[0], scales[0], scales[0]}, scales);
        assertEquals(1, producer(g, "w_dequantized").attributes().getInt("axis", 9));
        assertEquals(0, g.find("b_scale").constant().rank());
    }

    @Test
    void factorsOfGemmGoIntoItsConstants() {
        Graph g =
                emit(
                        Targets.ONNXRUNTIME,
                        "x:float[1,8] -> y:float[1,3] = Gemm(x, w:float[8,3], b:float[3]){alpha=0.5, beta=2.0} -> y");
        Node gemm = producer(g, "y");
        assertFalse(gemm.attributes().has("alpha") || gemm.attributes().has("beta"));
        Graph plain =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                "x:float[1,8] -> y:float[1,3] = Gemm(x, w:float[8,3], b:float[3]) -> y")
                        .model
                        .graph();
        float b = plain.find("b").constant().floats()[0];
        float s = g.find("b_scaled_scale").constant().floats()[0];
        assertEquals(2 * b, g.find("b_scaled_quantized").constant().ints()[0] * s, s);
    }

    @Test
    void thirdOperandOfGemmThatIsNoBiasBecomesAnAdd() {
        Graph g =
                emit(
                        Targets.ONNXRUNTIME,
                        "x:float[5,8], c:float[5,3] -> y:float[5,3] = Gemm(x, w:float[8,3], c) -> y");
        assertTrue(producer(g, "y").is("Add"));
        assertEquals("c", producer(g, "y").input(1).name());
        assertTrue(operators(g).contains("Gemm"));
    }

    @Test
    void namesThatAreTakenAreAvoided() {
        Graph g =
                emit(
                        Targets.ONNXRUNTIME,
                        "x:float[1,4], x_scale:float[1,4] -> a:float[1,4] = Gemm(x, w:float[4,4]); "
                                + "y = Add(a, x_scale) -> y");
        assertNotNull(g.find("x_scale_1"));
        assertTrue(g.find("x_scale").isGraphInput());
    }

    @Test
    void noPairIsWrittenThatNothingReads() {
        Graph g =
                emit(
                        Targets.TFLITE,
                        CONV
                                + "s:float[1,4,8,8], t:float[1,4,8,8] = Split(c, n:int64[2]{4,4}){axis=1} -> s");
        assertNull(g.find("t_quantized"));
        for (Node n : g) {
            for (Value v : n.outputs()) {
                assertTrue(v.useCount() > 0 || v.isGraphOutput() || v.name().equals("t"), v.name());
            }
        }
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() {
        Plans p =
                Plans.of(
                        Targets.ONNXRUNTIME,
                        "x:float[1,2] -> y:float[1,1] = Gemm(x, w:float[2,1]{1,NaN}) -> y");
        JquantException e = assertThrows(JquantException.class, () -> emit(p));
        assertSame(Problem.WEIGHT_NOT_FINITE, e.problem());
        assertTrue(e.getMessage().contains("'w'"), e.getMessage());
    }

    @Test
    void planAppliesToACopyAndGivesTheSameGraphEveryTime() {
        Plans p =
                Plans.of(
                        Targets.ONNXRUNTIME,
                        CONV
                                + "r = Relu(c); m = MaxPool(r){kernel_shape=[2,2]}; "
                                + "d:float[1,8,4,4] = Conv(m, v:float[8,8,1,1]); s = Add(d, m) -> s, d");
        QuantizationPlan plan = p.plan();
        Model a = p.model.copy();
        Model b = p.model.copy();
        QdqEmitter.emit(a, plan);
        QdqEmitter.emit(b, plan);
        assertEquals(GraphPrinter.print(a), GraphPrinter.print(b));
        assertEquals(a.metadata(), b.metadata());
    }

    @Test
    void reportTellsWhatTheGuardChanged() {
        Plans p =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                "x:float[1,64] -> y:float[1,8] = Gemm(x, w:float[64,8]{1}) -> y")
                        .range("x", 0, 1);
        EmissionReport r = QdqEmitter.emit(p.model, p.plan());
        assertEquals(8, r.channels());
        assertEquals(8, r.guarded());
        Plans free =
                Plans.of(
                                PlanOptions.of(Targets.ONNXRUNTIME).withGuardPairSums(false),
                                "x:float[1,64] -> y:float[1,8] = Gemm(x, w:float[64,8]{1}) -> y")
                        .range("x", 0, 1);
        assertEquals(0, QdqEmitter.emit(free.model, free.plan()).guarded());
    }

    @Test
    void biasesStayFloatWhereTheTargetWantsThat() {
        for (io.jquant.target.Target t : List.of(Targets.OPENVINO, Targets.TENSORRT)) {
            Graph g =
                    emit(
                            t,
                            "x:float[1,4,8,8] -> y:float[1,8,8,8] = Conv(x, w:float[8,4,1,1], b:float[8]) -> y");
            assertEquals("b", producer(g, "y").input(2).name());
            assertEquals(3, g.nodeCount() - 1); // Q and DQ of x, DQ of w
        }
    }
}
