package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphText;
import io.jquant.target.Coverage;
import io.jquant.target.Targets;
import org.junit.jupiter.api.Test;

/** What is quantized under lean and full coverage, and in front of the outputs. */
class CoveragePlanTest {
    @Test
    void leanKeepsResidualSumsFloatAndQuantizesThemForHeavyReadersOnly() {
        QuantizationPlan plan = Plans.of(Targets.ONNXRUNTIME, Plans.RESIDUAL).plan();
        assertSame(Reason.BETWEEN_HEAVY, plan.node("s").reason());
        assertFalse(plan.tensor("s").codesOnly());
        assertTrue(plan.tensor("c").codesOnly());
    }

    @Test
    void fullQuantizesResidualSums() {
        QuantizationPlan plan =
                Plans.of(
                                PlanOptions.of(Targets.ONNXRUNTIME).withCoverage(Coverage.FULL),
                                Plans.RESIDUAL)
                        .plan();
        assertSame(Reason.OWN_SCALE, plan.node("s").reason());
        assertTrue(plan.tensor("s").codesOnly());
    }

    @Test
    void tailBehindTheLastHeavyOperatorStaysFloatUnderOnnxruntimeOnly() {
        String text = Plans.X + Plans.conv("c", "x") + "s = Sigmoid(c); m = Mul(s, c) -> m";
        QuantizationPlan ort =
                Plans.of(PlanOptions.of(Targets.ONNXRUNTIME).withCoverage(Coverage.FULL), text)
                        .plan();
        assertSame(Reason.TAIL, ort.node("s").reason());
        assertSame(Reason.TAIL, ort.node("m").reason());
        QuantizationPlan tflite = Plans.of(Targets.TFLITE, text).plan();
        assertTrue(tflite.node("s").isQuantized());
        assertTrue(tflite.tensor("m").codesOnly());
    }

    @Test
    void elementsOfTheInputArePickedBeforeItIsQuantized() {
        String text =
                Plans.X
                        + "a = Slice(x, b0:int64[1]{0}, e0:int64[1]{9}, ax:int64[1]{3}, st:int64[1]{2});"
                        + " b = Slice(x, b1:int64[1]{1}, e1:int64[1]{9}, ax1:int64[1]{3}, st1:int64[1]{2});"
                        + " j = Concat(a, b){axis=1};"
                        + " c = Conv(j, w:float[4,8,1,1]); s = Slice(c, b0, e0, ax); "
                        + Plans.conv("d", "s")
                        + "-> d";
        PlanOptions full = PlanOptions.of(Targets.ONNXRUNTIME).withCoverage(Coverage.FULL);
        QuantizationPlan ort = Plans.of(full, text).plan();
        assertSame(Reason.HEAD, ort.node("a").reason());
        assertSame(Reason.HEAD, ort.node("j").reason());
        assertSame(Reason.SAME_SCALE, ort.node("s").reason());
        assertTrue(Plans.of(full.withQuantizedInputs(true), text).plan().node("a").isQuantized());
        assertTrue(Plans.of(Targets.TFLITE, text).plan().node("a").isQuantized());
    }

    @Test
    void aHeadBesideALongerBranchIsTailToo() {
        QuantizationPlan ort =
                Plans.of(
                                PlanOptions.of(Targets.ONNXRUNTIME).withCoverage(Coverage.FULL),
                                Plans.X
                                        + Plans.conv("c", "x")
                                        + "a = Sigmoid(c); h = Mul(a, c); k = Mul(a, a); "
                                        + Plans.conv("d", "h")
                                        + "-> k, d")
                        .plan();
        assertSame(Reason.TAIL, ort.node("k").reason());
        assertSame(Reason.OWN_SCALE, ort.node("h").reason());
    }

    @Test
    void globalPoolBetweenHeavyOperatorsRunsOnCodes() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                Plans.X
                                        + Plans.conv("c", "x")
                                        + "p:float[1,4,1,1] = GlobalAveragePool(c); q:float[1,4] = Flatten(p); "
                                        + "y:float[1,10] = Gemm(q, w:float[4,10]) -> y")
                        .plan();
        assertTrue(plan.node("p").isQuantized());
        assertTrue(plan.node("q").isQuantized());
        assertEquals(plan.tensor("p").group(), plan.tensor("q").group());
    }

    @Test
    void poolOfAFloatTensorStaysFloatAndItsResultIsQuantized() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                Plans.X
                                        + Plans.conv("c", "x")
                                        + "l:float[1,4,8,8] = LeakyRelu(c); m = MaxPool(l){kernel_shape=[2,2]}; "
                                        + Plans.conv("d", "m")
                                        + "-> d")
                        .plan();
        assertSame(Reason.BETWEEN_HEAVY, plan.node("m").reason());
        assertNull(plan.tensor("l"));
        assertFalse(plan.tensor("m").codesOnly());
    }

    @Test
    void interpolationIsNotRoundedForReadersThatComputeInFloat() {
        String text =
                Plans.X
                        + Plans.conv("c", "x")
                        + "u = Resize(c, _, s:float[4]{1,1,2,2}){mode=\"linear\"}; "
                        + Plans.conv("d", "u");
        assertTrue(Plans.of(Targets.ONNXRUNTIME, text + "-> d").plan().node("u").isQuantized());
        QuantizationPlan shared = Plans.of(Targets.ONNXRUNTIME, text + "e = Exp(u) -> d, e").plan();
        assertFalse(shared.node("u").isQuantized());
        assertFalse(shared.tensor("u").codesOnly());
    }

    private static boolean coverageMatters(String graph) {
        PlanOptions options = PlanOptions.of(Targets.ONNXRUNTIME);
        return !Planner.alike(
                GraphText.parse(graph),
                options.withCoverage(Coverage.LEAN),
                options.withCoverage(Coverage.FULL));
    }

    @Test
    void coverageMattersOnlyWhereOneQuantizesMore() {
        String plain = Plans.conv("c", "x") + "r = Relu(c); " + Plans.conv("y", "r");
        assertFalse(coverageMatters(Plans.X + plain + "-> y"));
        assertTrue(coverageMatters(Plans.RESIDUAL));
    }
}
