package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.target.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stays float, and why. */
class FloatPlanTest {
    @Test
    void masksStayFloat() {
        String text =
                Plans.X
                        + Plans.conv("c", "x")
                        + "a = Add(c, m:float[1,4,8,8]{-1e9}); s = Softmax(a) -> s";
        QuantizationPlan plan = Plans.of(Targets.TFLITE, text).plan();
        assertSame(Reason.MASK, plan.node("a").reason());
        QuantizationPlan computed =
                Plans.of(
                                Targets.TFLITE,
                                Plans.X + "c = Mul(x, x); a = Add(c, x); s = Softmax(a) -> s")
                        .range("x", -1e9, 0)
                        .plan();
        assertSame(Reason.MASK, computed.node("a").reason());
    }

    @Test
    void patternsThatNameNoNodeAreFound() {
        Model m = GraphText.parse("x:float[1,2] -> y = Relu(x) -> y");
        PlanOptions options =
                PlanOptions.of(Targets.TFLITE)
                        .withKeepFloat(List.of("op:Relu", "no*such"))
                        .withOnly(List.of("op:Relux", "*"));
        assertEquals(List.of("no*such", "op:Relux"), Planner.unmatched(m, options));
    }

    @Test
    void tensorWithoutRangeKeepsItsOperatorsFloatAndIsReported() {
        Plans p =
                Plans.of(
                        Targets.ONNXRUNTIME,
                        Plans.X + Plans.conv("c", "x") + Plans.conv("d", "c") + "-> d");
        Map<String, TensorRange> some = new LinkedHashMap<>(p.ranges().tensors());
        some.remove("d");
        QuantizationPlan plan =
                Planner.plan(p.model, new RangeTable("asymmetric-mse", some), p.options);
        assertSame(Reason.NO_RANGE, plan.node("d").reason());
        assertTrue(plan.node("c").isQuantized());
        assertTrue(plan.warnings().get(0).contains("'d'"), plan.warnings().toString());
    }

    /** Asking for codes of an output does not give it a range. */
    @Test
    void outputWithoutRangeStaysFloatEvenWhereCodesAreWanted() {
        Plans p =
                Plans.of(
                        PlanOptions.of(Targets.ONNXRUNTIME).withQuantizedOutputs(true),
                        Plans.X + Plans.conv("c", "x") + "-> c");
        QuantizationPlan plan =
                Planner.plan(p.model, new RangeTable("asymmetric-mse", Map.of()), p.options);
        assertEquals(List.of(), plan.tensors());
        assertTrue(plan.warnings().toString().contains("'c'"), plan.warnings().toString());
    }

    @Test
    void arithmeticOnShapesStaysFloat() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.TFLITE,
                                "x:float[1,4,?,8] -> s:int64[4] = Shape(x); f:float[4] = Cast(s){to=1}; "
                                        + "g:float[4] = Mul(f, k:float[]{0.5}); y = Add(x, x) -> g, y")
                        .plan();
        assertSame(Reason.SHAPE_ARITHMETIC, plan.node("g").reason());
        assertSame(Reason.NOT_FLOAT, plan.node("s").reason());
        assertTrue(plan.node("y").isQuantized());
    }

    @Test
    void customOperatorsAndBodiesOfLoopsStayFloat() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                "x:float[1,4,8,8], k:bool[] -> "
                                        + Plans.conv("c", "x")
                                        + "q = my.Domain.Conv(c); "
                                        + "z = Loop(n:int64[]{2}, _, c){body="
                                        + "graph(i:int64[], g:bool[], s:float[1,4,8,8] -> "
                                        + "t = Conv(s, wt:float[4,4,1,1]) -> k, t)} -> q, z")
                        .plan();
        assertSame(Reason.CUSTOM_DOMAIN, plan.node("q").reason());
        assertSame(Reason.INSIDE_BODY, plan.node("t").reason());
        assertTrue(plan.tensor("c").codesOnly());
        assertEquals(2, plan.summary().heavy());
        assertEquals(1, plan.summary().integerHeavy());
    }

    @Test
    void nodesAreKeptFloatByNameGlobOrOperator() {
        String text = Plans.X + Plans.conv("c1", "x") + Plans.conv("c2", "c1") + "-> c2";
        for (String pattern : List.of("n_c2", "n_*2", "n_c?", "op:Conv")) {
            PlanOptions o = PlanOptions.of(Targets.ONNXRUNTIME).withKeepFloat(List.of(pattern));
            QuantizationPlan plan = Plans.of(o, text).plan();
            assertSame(Reason.USER, plan.node("c2").reason(), pattern);
        }
        PlanOptions only = PlanOptions.of(Targets.ONNXRUNTIME).withOnly(List.of("n_c1"));
        QuantizationPlan plan = Plans.of(only, text).plan();
        assertTrue(plan.node("c1").isQuantized());
        assertSame(Reason.USER, plan.node("c2").reason());
    }

    @Test
    void computedWeightsAndBiasesStayFloat() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                "x:float[1,4,8,8], w:float[4,4,1,1], b:float[4] -> "
                                        + "c = Conv(x, w); d = Conv(x, v:float[4,4,1,1], b) -> c, d")
                        .plan();
        assertSame(Reason.COMPUTED_WEIGHT, plan.node("c").reason());
        assertSame(Reason.COMPUTED_BIAS, plan.node("d").reason());
    }

    @Test
    void transposedConvolutionHasWeightsOnlyUnderOnnxruntime() {
        String text = Plans.X + "c:float[1,2,10,10] = ConvTranspose(x, w:float[4,2,3,3]) -> c";
        QuantizationPlan ort = Plans.of(Targets.ONNXRUNTIME, text).plan();
        assertSame(Placement.WEIGHTS_ONLY, ort.node("c").placement());
        assertTrue(ort.node("c").floatOutput());
        assertSame(Placement.INTEGER, Plans.of(Targets.TFLITE, text).plan().node("c").placement());
    }

    @Test
    void quantizedModelIsLeftAlone() {
        Plans p =
                Plans.of(
                        Targets.ONNXRUNTIME,
                        "x:float[4] -> q:uint8[4] = QuantizeLinear(x, s:float[]{0.1}, z:uint8[]{0}); "
                                + "y:float[4] = DequantizeLinear(q, s, z) -> y");
        QuantizationPlan plan = p.plan();
        assertTrue(plan.isLeftAlone());
        assertEquals(List.of(), p.requested());
        assertEquals(1, plan.warnings().size());
        assertSame(Reason.ALREADY_QUANTIZED, plan.node("q").reason());
    }

    @Test
    void oldOperatorSetsAreRefused() {
        Plans p =
                Plans.of(
                        Targets.ONNXRUNTIME,
                        "opset 12; " + Plans.X + Plans.conv("c", "x") + "-> c");
        JquantException e = assertThrows(JquantException.class, p::plan);
        assertSame(Problem.OPSET_TOO_OLD, e.problem());
    }
}
