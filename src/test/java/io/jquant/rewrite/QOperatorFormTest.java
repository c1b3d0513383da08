package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.execute.Interpreter;
import io.jquant.execute.TypeInference;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.Model;
import io.jquant.graph.Value;
import io.jquant.support.Workers;
import io.jquant.target.Coverage;
import io.jquant.target.Targets;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QOperatorFormTest {
    private static final PlanOptions FULL =
            PlanOptions.of(Targets.ONNXRUNTIME).withCoverage(Coverage.FULL);

    private static Model qdq(PlanOptions options, String text) {
        Plans p = Plans.of(options, text);
        TypeInference.infer(p.model);
        QdqEmitter.emit(p.model, p.plan());
        return p.model;
    }

    private static Model operators(PlanOptions options, String text) {
        Model m = qdq(options, text);
        QOperatorForm.apply(m);
        GraphChecker.check(m, "test");
        for (Value v : m.graph().initializers()) {
            assertTrue(v.useCount() > 0, v.name() + " is not read");
        }
        return m;
    }

    private static List<String> types(Model m) {
        return Rewritten.operators(m);
    }

    private static final String CONV =
            "x:float[1,4,6,6] -> c:float[1,4,6,6] = Conv(x, w:float[4,4,3,3], b:float[4]){pads=[1,1,1,1]}; ";

    @Test
    void convolutionTakesItsClampAndBiasAlong() {
        Model m = operators(PlanOptions.of(Targets.ONNXRUNTIME), CONV + "y = Relu(c) -> y");
        assertEquals(List.of("QuantizeLinear", "QLinearConv", "DequantizeLinear"), types(m));
        assertEquals(9, m.graph().nodes().get(1).inputs().size());
        assertEquals(Map.of("", 17L), Map.copyOf(m.opsets()));
    }

    @Test
    void linearLayersWithFloatResultHaveTheirForms() {
        Model gemm =
                operators(
                        PlanOptions.of(Targets.ONNXRUNTIME),
                        "x:float[3,8] -> y:float[3,5] = Gemm(x, w:float[8,5], b:float[5]) -> y");
        assertEquals(List.of("QuantizeLinear", "QGemm"), types(gemm));
        assertEquals(1L, gemm.opsets().get("com.microsoft"));
        Model product =
                operators(
                        PlanOptions.of(Targets.ONNXRUNTIME),
                        "x:float[2,3,8] -> y:float[2,3,5] = MatMul(x, w:float[8,5]) -> y");
        assertEquals(List.of("QuantizeLinear", "MatMulIntegerToFloat"), types(product));
    }

    @Test
    void productOfMoreAxesWithItsBiasIsOneOfMatrices() {
        String text =
                "x:float[2,5,8] -> p:float[2,5,6] = MatMul(x, w:float[8,6]); "
                        + "s:float[2,5,6] = Add(b:float[6], p); y:float[2,5,3] = MatMul(s, v:float[6,3]) -> y";
        Model m = operators(PlanOptions.of(Targets.ONNXRUNTIME), text);
        assertEquals(
                List.of("QuantizeLinear", "Reshape", "QGemm", "Reshape", "MatMulIntegerToFloat"),
                types(m));
        float[] data = new float[80];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) StrictMath.sin(i * 1.3);
        }
        Map<String, Tensor> feed = Map.of("x", Tensor.of(Shape.of(2, 5, 8), data));
        Model pairs = qdq(PlanOptions.of(Targets.ONNXRUNTIME), text);
        assertArrayEquals(run(pairs, feed).floats(), run(m, feed).floats());
    }

    @Test
    void movesRunOnCodes() {
        Model m =
                operators(
                        PlanOptions.of(Targets.ONNXRUNTIME),
                        CONV
                                + "p:float[1,4,3,3] = MaxPool(c){kernel_shape=[2,2], strides=[2,2]}; "
                                + "d:float[1,2,3,3] = Conv(p, v:float[2,4,1,1]) -> d");
        assertEquals(
                List.of(
                        "QuantizeLinear",
                        "QLinearConv",
                        "MaxPool",
                        "QLinearConv",
                        "DequantizeLinear"),
                types(m));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CONV + "r = Relu(c); y = Add(r, x) -> y",
                CONV + "s = Sigmoid(c); m = Mul(c, s); y = Conv(m, v:float[2,4,1,1]) -> y",
                CONV + "l = LeakyRelu(c){alpha=0.1}; y = Conv(l, v:float[2,4,1,1]) -> y",
                CONV + "j = Concat(c, x){axis=1}; y = Conv(j, v:float[2,8,1,1]) -> y",
                CONV + "g = GlobalAveragePool(c); y = Conv(g, v:float[2,4,1,1]) -> y",
                CONV + "k = Mul(c, f:float[4,1,1]); y = Conv(k, v:float[2,4,1,1]) -> y",
                CONV
                        + "a, e = Split(c, s:int64[2]{2,2}){axis=1}; y = Conv(a, v:float[2,2,1,1]); z = Conv(e, v) -> y, z",
            })
    void bothFormsComputeTheSame(String text) {
        Model pairs = qdq(FULL, text);
        Model codes = operators(FULL, text);
        assertTrue(types(codes).stream().noneMatch("Conv"::equals));
        float[] data = new float[144];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) StrictMath.sin(i * 1.3);
        }
        Map<String, Tensor> feed = Map.of("x", Tensor.of(Shape.of(1, 4, 6, 6), data));
        Tensor want = run(pairs, feed);
        Tensor have = run(codes, feed);
        float step = 2f / 255; // one code, since the made-up ranges are [-1, 1]
        int off = 0;
        for (int i = 0; i < want.size(); i++) {
            float d = Math.abs(want.floats()[i] - have.floats()[i]);
            assertTrue(d < 2.01f * step, text + ": " + d);
            off += d > 1e-6f ? 1 : 0;
        }
        // rounding twice may fall on the other side of a tie
        assertTrue(off * 4 <= want.size(), off + " codes differ: " + text);
    }

    private static Tensor run(Model m, Map<String, Tensor> feed) {
        return (Tensor) Interpreter.builder(m).build().run(feed, Workers.SERIAL, null).get("y");
    }

    @Test
    void whatHasNoFormStaysFloatBetweenPairs() {
        Model m =
                operators(
                        FULL,
                        "x:float[1,4,6,6] -> t:float[1,4,6,6] = Tanh(x); y:float[1,2,6,6] = Conv(t, v:float[2,4,1,1]) -> y");
        assertEquals(
                List.of("Tanh", "QuantizeLinear", "QLinearConv", "DequantizeLinear"), types(m));
    }
}
