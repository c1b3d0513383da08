package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.calibrate.TensorRequest;
import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final String X = "x:float[1,4,8,8] -> ";

    private static String conv(String out, String in) {
        return out
                + ":float[1,4,8,8] = Conv("
                + in
                + ", w_"
                + out
                + ":float[4,4,3,3], b_"
                + out
                + ":float[4]){pads=[1,1,1,1]}; ";
    }

    // ---- clamps

    @Test
    void reluBehindConvIsFoldedAndItsOutputStartsAtTheLowestCode() {
        Plans p =
                Plans.of(Targets.ONNXRUNTIME, X + conv("c", "x") + "r = Relu(c) -> r")
                        .range("r", 0, 5.1);
        assertEquals(List.of("x", "r"), p.requested());
        QuantizationPlan plan = p.plan();
        assertEquals(new QuantParams((float) (5.1f / 255.0), -128), plan.tensor("r").params());
        assertNull(plan.tensor("c"));
        assertSame(Reason.FOLDED, plan.node("r").reason());
        assertEquals(List.of("r"), plan.node("c").clamps());
    }

    @Test
    void rangeOfClippedTensorIsCutToTheBounds() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                X
                                        + conv("c", "x")
                                        + "r = Clip(c, lo:float[]{0}, hi:float[]{6}) -> r")
                        .range("r", -0.5, 7)
                        .plan();
        QuantParams q = plan.tensor("r").params();
        assertEquals(-128, q.zeroPoint());
        assertEquals(6 / 255.0, q.scale(), 1e-8);
        assertTrue(q.high() <= 6, "the grid ends at the bound: " + q.high());
    }

    @Test
    void clipOnBothSidesIsReplacedByAGridWithinItsBounds() {
        for (Grid grid : Grid.values()) {
            QuantizationPlan plan =
                    Plans.of(
                                    PlanOptions.of(Targets.ONNXRUNTIME).withGrid(grid),
                                    X
                                            + conv("c", "x")
                                            + "r = Clip(c, lo:float[]{-1}, hi:float[]{1}) -> r")
                            .range("r", -1, 1)
                            .plan();
            QuantParams q = plan.tensor("r").params();
            assertEquals(List.of("r"), plan.node("c").clamps());
            assertTrue(ClampFit.holds(q, -1, 1), q.toString());
            assertEquals(1 / 127.5, q.scale(), 0.008 / 127.5);
        }
    }

    @Test
    void clipWhoseBoundsLeaveOutZeroIsNotFolded() {
        Plans p =
                Plans.of(
                        Targets.ONNXRUNTIME,
                        X + conv("c", "x") + "r = Clip(c, lo:float[]{1}, hi:float[]{6}) -> r");
        assertEquals(List.of("x", "c"), p.requested());
    }

    @Test
    void allZeroOutputBehindReluKeepsTheLowestCodeAsZero() {
        QuantizationPlan plan =
                Plans.of(Targets.ONNXRUNTIME, X + conv("c", "x") + "r = Relu(c) -> r")
                        .range("r", 0, 0)
                        .plan();
        assertEquals(new QuantParams(1, -128), plan.tensor("r").params());
    }

    @Test
    void reluOfAConvThatOthersReadTooIsNotFolded() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                X + conv("c", "x") + "r = Relu(c); s = Sigmoid(c) -> r, s")
                        .plan();
        assertTrue(plan.tensor("c").codesOnly());
        assertNull(plan.tensor("r"));
        assertEquals(List.of(), plan.node("c").clamps());
    }

    @Test
    void otherActivationsStandBetweenTwoQuantizedTensors() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                X
                                        + conv("c", "x")
                                        + "l:float[1,4,8,8] = LeakyRelu(c); "
                                        + conv("d", "l")
                                        + "-> d")
                        .plan();
        assertTrue(plan.tensor("c").codesOnly());
        assertFalse(plan.tensor("l").codesOnly());
        assertSame(Reason.NO_RULE, plan.node("l").reason());
    }

    // ---- groups

    @Test
    void poolBetweenConvolutionsSharesTheParametersOfBothSides() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                X
                                        + conv("c", "x")
                                        + "m = MaxPool(c){kernel_shape=[2,2]}; "
                                        + conv("d", "m")
                                        + "-> d")
                        .range("c", -3, 1)
                        .range("m", -1, 2)
                        .plan();
        assertEquals(plan.tensor("c").group(), plan.tensor("m").group());
        assertEquals(Grid.ASYMMETRIC.params(new Range(-3, 2)), plan.tensor("m").params());
        assertSame(Reason.SAME_SCALE, plan.node("m").reason());
    }

    @Test
    void concatHasItsOwnScaleExceptUnderTheLetterOfTheSpecification() {
        String text =
                X
                        + conv("a", "x")
                        + conv("b", "x")
                        + "c = Concat(a, b){axis=1}; "
                        + "d = Conv(c, w:float[4,8,1,1]) -> d";
        QuantizationPlan ort =
                Plans.of(Targets.ONNXRUNTIME, text).range("a", -1, 60).range("c", -1, 60).plan();
        assertNotEquals(ort.tensor("a").params(), ort.tensor("b").params());
        assertSame(Reason.REQUANTIZES, ort.node("c").reason());
        QuantizationPlan tflite =
                Plans.of(Targets.TFLITE, text).range("a", -1, 60).range("c", -1, 60).plan();
        assertEquals(tflite.tensor("a").params(), tflite.tensor("b").params());
        assertEquals(tflite.tensor("a").params(), tflite.tensor("c").params());
    }

    @Test
    void functionsFixTheirOutputsParameters() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.TFLITE,
                                X
                                        + conv("c", "x")
                                        + "s = Sigmoid(c); t = Tanh(c); u = Softmax(c); l = LogSoftmax(c); "
                                        + "r = Reshape(s, sh:int64[2]{1,-1}) -> r, t, u, l")
                        .range("r", 0, 1)
                        .plan();
        assertEquals(new QuantParams(1f / 256, -128), plan.tensor("s").params());
        assertEquals(new QuantParams(1f / 256, -128), plan.tensor("r").params());
        assertEquals(new QuantParams(1f / 256, -128), plan.tensor("u").params());
        assertEquals(new QuantParams(1f / 128, 0), plan.tensor("t").params());
        assertEquals(new QuantParams(1f / 16, 127), plan.tensor("l").params());
    }

    @Test
    void fixedParametersInAJoinAreSolvedByAPair() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.TFLITE,
                                X
                                        + conv("c", "x")
                                        + "s = Sigmoid(c); j = Concat(s, c){axis=1} -> j")
                        .range("c", -8, 8)
                        .range("j", -8, 8)
                        .plan();
        assertEquals(new QuantParams(1f / 256, -128), plan.tensor("s").params());
        assertEquals(plan.tensor("c").params(), plan.tensor("j").params());
        assertEquals(List.of(new OperandPlan("j", 0, plan.tensor("j").params())), plan.operands());
    }

    @Test
    void equalFixedParametersAreJoinedWithoutAPair() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.TFLITE,
                                X
                                        + conv("c", "x")
                                        + "s = Sigmoid(c); t = Sigmoid(x); j = Concat(s, t){axis=1} -> j")
                        .range("j", 0, 1)
                        .plan();
        assertEquals(new QuantParams(1f / 256, -128), plan.tensor("j").params());
        assertEquals(List.of(), plan.operands());
    }

    @Test
    void paddingWithNumbersOutsideOfAFixedGridIsSolvedByAPair() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.TFLITE,
                                X
                                        + "s = Sigmoid(x); p = Pad(s, n:int64[8]{0,0,1,1,0,0,1,1}, v:float[]{-4}) -> p")
                        .range("p", -4, 1)
                        .plan();
        assertEquals(new QuantParams(1f / 256, -128), plan.tensor("s").params());
        assertEquals(Grid.ASYMMETRIC.params(new Range(-4, 1)), plan.tensor("p").params());
        assertEquals(List.of(new OperandPlan("p", 0, plan.tensor("p").params())), plan.operands());
    }

    @Test
    void clampIsNotTiedToAGridThatWouldNotReplaceIt() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                X
                                        + conv("c", "x")
                                        + "r = Relu(c); "
                                        + "p = Pad(r, n:int64[8]{0,0,1,1,0,0,1,1}, v:float[]{-4}); "
                                        + conv("d", "p")
                                        + "-> d")
                        .range("r", 0, 3)
                        .range("p", -4, 3)
                        .plan();
        assertEquals(Grid.ASYMMETRIC.params(new Range(0, 3)), plan.tensor("r").params());
        assertEquals(List.of(new OperandPlan("p", 0, plan.tensor("p").params())), plan.operands());
    }

    @Test
    void infiniteBoundsSaturateOtherConstantsMustBeFinite() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.TFLITE,
                                X
                                        + "m = Max(x, l:float[]{-Infinity}); a = Add(m, k:float[]{Infinity}); "
                                        + "n = Mul(m, h:float[]{NaN}) -> a, n")
                        .plan();
        assertEquals(plan.tensor("x").params(), plan.tensor("m").params());
        assertEquals(new OperandPlan("m", 1, plan.tensor("x").params()), plan.operands().get(0));
        assertSame(Reason.NOT_FINITE, plan.node("a").reason());
        assertSame(Reason.NOT_FINITE, plan.node("n").reason());
    }

    // ---- coverage and tail

    private static final String RESIDUAL =
            X
                    + conv("c", "x")
                    + conv("d", "c")
                    + "s = Add(c, d); "
                    + conv("e", "s")
                    + "t = Add(s, e); "
                    + conv("f", "t")
                    + "-> f";

    @Test
    void leanKeepsResidualSumsFloatAndQuantizesThemForHeavyReadersOnly() {
        QuantizationPlan plan = Plans.of(Targets.ONNXRUNTIME, RESIDUAL).plan();
        assertSame(Reason.BETWEEN_HEAVY, plan.node("s").reason());
        assertFalse(plan.tensor("s").codesOnly());
        assertTrue(plan.tensor("c").codesOnly());
    }

    @Test
    void fullQuantizesResidualSums() {
        QuantizationPlan plan =
                Plans.of(PlanOptions.of(Targets.ONNXRUNTIME).withCoverage(Coverage.FULL), RESIDUAL)
                        .plan();
        assertSame(Reason.OWN_SCALE, plan.node("s").reason());
        assertTrue(plan.tensor("s").codesOnly());
    }

    @Test
    void tailBehindTheLastHeavyOperatorStaysFloatUnderOnnxruntimeOnly() {
        String text = X + conv("c", "x") + "s = Sigmoid(c); m = Mul(s, c) -> m";
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
                X
                        + "a = Slice(x, b0:int64[1]{0}, e0:int64[1]{9}, ax:int64[1]{3}, st:int64[1]{2});"
                        + " b = Slice(x, b1:int64[1]{1}, e1:int64[1]{9}, ax1:int64[1]{3}, st1:int64[1]{2});"
                        + " j = Concat(a, b){axis=1};"
                        + " c = Conv(j, w:float[4,8,1,1]); s = Slice(c, b0, e0, ax); "
                        + conv("d", "s")
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
                                X
                                        + conv("c", "x")
                                        + "a = Sigmoid(c); h = Mul(a, c); k = Mul(a, a); "
                                        + conv("d", "h")
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
                                X
                                        + conv("c", "x")
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
                                X
                                        + conv("c", "x")
                                        + "l:float[1,4,8,8] = LeakyRelu(c); m = MaxPool(l){kernel_shape=[2,2]}; "
                                        + conv("d", "m")
                                        + "-> d")
                        .plan();
        assertSame(Reason.BETWEEN_HEAVY, plan.node("m").reason());
        assertNull(plan.tensor("l"));
        assertFalse(plan.tensor("m").codesOnly());
    }

    @Test
    void interpolationIsNotRoundedForReadersThatComputeInFloat() {
        String text =
                X
                        + conv("c", "x")
                        + "u = Resize(c, _, s:float[4]{1,1,2,2}){mode=\"linear\"}; "
                        + conv("d", "u");
        assertTrue(Plans.of(Targets.ONNXRUNTIME, text + "-> d").plan().node("u").isQuantized());
        QuantizationPlan shared = Plans.of(Targets.ONNXRUNTIME, text + "e = Exp(u) -> d, e").plan();
        assertFalse(shared.node("u").isQuantized());
        assertFalse(shared.tensor("u").codesOnly());
    }

    // ---- linear outputs

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

    // ---- what stays float

    @Test
    void masksStayFloat() {
        String text =
                X + conv("c", "x") + "a = Add(c, m:float[1,4,8,8]{-1e9}); s = Softmax(a) -> s";
        QuantizationPlan plan = Plans.of(Targets.TFLITE, text).plan();
        assertSame(Reason.MASK, plan.node("a").reason());
        QuantizationPlan computed =
                Plans.of(Targets.TFLITE, X + "c = Mul(x, x); a = Add(c, x); s = Softmax(a) -> s")
                        .range("x", -1e9, 0)
                        .plan();
        assertSame(Reason.MASK, computed.node("a").reason());
    }

    @Test
    void tensorWithoutRangeKeepsItsOperatorsFloatAndIsReported() {
        Plans p = Plans.of(Targets.ONNXRUNTIME, X + conv("c", "x") + conv("d", "c") + "-> d");
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
                        X + conv("c", "x") + "-> c");
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
    void customOperatorsAndBodiesStayFloat() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                "x:float[1,4,8,8], k:bool[] -> "
                                        + conv("c", "x")
                                        + "q = my.Domain.Conv(c); "
                                        + "z = If(k){then_branch=graph(-> t = Conv(c, wt:float[4,4,1,1]) -> t), "
                                        + "else_branch=graph(-> e = Abs(c) -> e)} -> q, z")
                        .plan();
        assertSame(Reason.CUSTOM_DOMAIN, plan.node("q").reason());
        assertSame(Reason.INSIDE_BODY, plan.node("t").reason());
        assertTrue(plan.tensor("c").codesOnly());
        assertEquals(2, plan.summary().heavy());
        assertEquals(1, plan.summary().integerHeavy());
    }

    @Test
    void nodesAreKeptFloatByNameGlobOrOperator() {
        String text = X + conv("c1", "x") + conv("c2", "c1") + "-> c2";
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
        String text = X + "c:float[1,2,10,10] = ConvTranspose(x, w:float[4,2,3,3]) -> c";
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
        Plans p = Plans.of(Targets.ONNXRUNTIME, "opset 12; " + X + conv("c", "x") + "-> c");
        JquantException e = assertThrows(JquantException.class, p::plan);
        assertSame(Problem.OPSET_TOO_OLD, e.problem());
    }

    // ---- requests and summary

    @Test
    void channelsAreAskedForAlongTheSummedAxis() {
        Plans p =
                Plans.of(
                        Targets.ONNXRUNTIME,
                        X
                                + conv("c", "x")
                                + "f:float[1,256] = Flatten(c); y:float[1,3] = Gemm(f, w:float[256,3]) -> y");
        assertEquals(
                List.of(
                        new TensorRequest("x", 1),
                        new TensorRequest("c", TensorRequest.NO_CHANNELS),
                        new TensorRequest("f", -1)),
                Planner.requests(p.model, p.options));
    }

    @Test
    void outputsOfTheGraphAreToHoldAllThatWasSeenUnlessTheUserClipsThem() {
        String text = X + conv("c", "x") + conv("d", "c") + "r = Reshape(d, s:int64[2]{1,-1}) -> r";
        Plans p = Plans.of(Targets.ONNXRUNTIME, text);
        assertEquals(
                List.of("d"),
                Planner.requests(p.model, p.options).stream()
                        .filter(TensorRequest::fullRange)
                        .map(TensorRequest::tensor)
                        .toList());
        assertTrue(
                Planner.requests(p.model, p.options.withClipOutputs(true)).stream()
                        .noneMatch(TensorRequest::fullRange));
    }

    @Test
    void summaryCountsNodesAndMultiplications() {
        PlanSummary s =
                Plans.of(
                                PlanOptions.of(Targets.ONNXRUNTIME).withKeepFloat(List.of("n_d")),
                                X + conv("c", "x") + "r = Relu(c); " + conv("d", "r") + "-> d")
                        .plan()
                        .summary();
        assertEquals(3, s.nodes());
        assertEquals(2, s.integerNodes());
        assertEquals(2, s.heavy());
        assertEquals(1, s.integerHeavy());
        assertEquals(2L * 4 * 64 * 36, s.macs());
        assertEquals(0.5, s.integerShare());
        assertEquals(List.of("Conv 'n_d'"), s.floatBy().get(Reason.USER));
    }

    @Test
    void everyRangeThatAPlanUsesIsAskedFor() {
        for (Coverage c : Coverage.values()) {
            Plans p = Plans.of(PlanOptions.of(Targets.ONNXRUNTIME).withCoverage(c), RESIDUAL);
            List<String> quantized = p.plan().tensors().stream().map(TensorPlan::tensor).toList();
            assertEquals(p.requested(), quantized);
        }
    }

    // ---- targets that place requantization themselves

    @Test
    void graphCompilersReadCodesInFrontOfHeavyOperatorsOnly() {
        for (Target t : List.of(Targets.OPENVINO, Targets.TENSORRT)) {
            QuantizationPlan plan =
                    Plans.of(t, X + conv("c", "x") + "r = Relu(c); " + conv("d", "r") + "-> d")
                            .plan();
            List<String> quantized = plan.tensors().stream().map(TensorPlan::tensor).toList();
            assertEquals(List.of("x", "r"), quantized, t.name());
            assertTrue(plan.node("c").floatOutput());
        }
    }

    @Test
    void tensorrtHasZeroPointsOfZero() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.TENSORRT,
                                X + conv("c", "x") + "r = Sigmoid(c); " + conv("d", "r") + "-> d")
                        .range("r", 0, 1)
                        .plan();
        plan.tensors().forEach(t -> assertEquals(0, t.params().zeroPoint(), t.tensor()));
        assertEquals(1f / 127, plan.tensor("r").params().scale());
    }

    @Test
    void tensorrtQuantizesTheOtherBranchOfAResidualSum() {
        String text = X + conv("c", "x") + conv("d", "c") + "s = Add(d, c); " + "-> s";
        QuantizationPlan plan = Plans.of(Targets.TENSORRT, text).plan();
        assertSame(Reason.RESIDUAL, plan.node("s").reason());
        assertEquals(List.of(1), plan.node("s").codes());
        assertEquals(List.of(), Plans.of(Targets.OPENVINO, text).plan().node("s").codes());
    }

    @Test
    void callersMayFeedAndReadCodes() {
        String text = "x:float[2,4], k:int64[2] -> y = Erf(x); r = Reshape(y, k) -> r";
        PlanOptions options = PlanOptions.of(Targets.ONNXRUNTIME);
        assertEquals(List.of(), Plans.of(options, text).plan().tensors());
        QuantizationPlan plan =
                Plans.of(
                                options.withQuantizedInputs(true).withQuantizedOutputs(true),
                                "x:float[2,4], k:int64[2] -> y:float[2,4] = Erf(x); r:float[2,4] = Reshape(y, k) -> r")
                        .plan();
        assertEquals(List.of("x", "r"), plan.tensors().stream().map(TensorPlan::tensor).toList());
        assertTrue(plan.tensor("x").codesOnly() && plan.tensor("r").codesOnly());
    }
}
