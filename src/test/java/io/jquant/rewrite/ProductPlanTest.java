package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.QuantParams;
import io.jquant.target.Targets;
import org.junit.jupiter.api.Test;

/** Products: their bias, and whether their results are quantized. */
class ProductPlanTest {
    @Test
    void classifierOutputIsFloatUnderOnnxruntimeAndQuantizedUnderTflite() {
        String text = "x:float[1,8] -> y:float[1,3] = Gemm(x, w:float[8,3], b:float[3]) -> y";
        QuantizationPlan ort = Plans.of(Targets.ONNXRUNTIME, text).plan();
        assertTrue(ort.node("y").floatOutput());
        assertNull(ort.tensor("y"));
        assertTrue(Plans.of(Targets.TFLITE, text).plan().tensor("y").codesOnly());
    }

    @Test
    void productOfRankTwoBecomesAGemmWithItsBias() {
        Plans p =
                Plans.of(
                        Targets.ONNXRUNTIME,
                        "x:float[1,8] -> p:float[1,3] = MatMul(x, w:float[8,3]); "
                                + "y:float[1,3] = Add(b:float[3], p) -> y");
        assertEquals("Gemm", p.plan().node("y").operator());
        assertEquals(1, p.model.graph().nodeCount());
    }

    @Test
    void productOfRankThreeTakesItsBiasAlongWhenOnlyHeavyOperatorsReadIt() {
        String text =
                "x:float[2,5,8] -> p:float[2,5,6] = MatMul(x, w:float[8,6]); "
                        + "y:float[2,5,6] = Add(p, b:float[6]); ";
        QuantizationPlan heavy =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                text + "z:float[2,5,3] = MatMul(y, v:float[6,3]) -> z")
                        .plan();
        assertEquals("y", heavy.node("p").biasAdd());
        assertFalse(heavy.node("p").floatOutput());
        QuantizationPlan gelu = Plans.of(Targets.ONNXRUNTIME, text + "z = Erf(y) -> z").plan();
        assertEquals("y", gelu.node("p").biasAdd());
        assertTrue(gelu.node("p").floatOutput());
    }

    @Test
    void productThatTheRuntimeWouldJoinWithAnAddIsQuantizedBehind() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                "x:float[2,5,8], v:float[6] -> p:float[2,5,6] = MatMul(x, w:float[8,6]); "
                                        + "y = Add(p, v) -> y")
                        .plan();
        assertTrue(plan.tensor("p").codesOnly());
    }

    @Test
    void productBehindWhoseClampTheRuntimeLooksForQuantizationIsQuantized() {
        String text =
                "x:float[1,8] -> y:float[1,6] = Gemm(x, w:float[8,6]); r:float[1,6] = Relu(y); ";
        Plans one = Plans.of(Targets.ONNXRUNTIME, text + "e = Erf(r) -> e").range("r", 0, 1);
        assertTrue(one.plan().tensor("r").codesOnly());
        QuantizationPlan two =
                Plans.of(Targets.ONNXRUNTIME, text + "e = Erf(r); f = Exp(r) -> e, f").plan();
        assertTrue(two.node("y").floatOutput());
    }

    @Test
    void scoresStayFloatInFrontOfSoftmaxWhoseOutputIsFixed() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                "q:float[1,2,5,8], k:float[1,2,8,5], v:float[1,2,5,8] -> "
                                        + "s:float[1,2,5,5] = MatMul(q, k); p:float[1,2,5,5] = Softmax(s); "
                                        + "y:float[1,2,5,8] = MatMul(p, v) -> y")
                        .plan();
        assertTrue(plan.node("s").floatOutput());
        assertNull(plan.tensor("s"));
        assertEquals(new QuantParams(1f / 256, -128), plan.tensor("p").params());
    }
}
