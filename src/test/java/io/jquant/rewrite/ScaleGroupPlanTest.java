package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.target.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tensors that share their parameters. */
class ScaleGroupPlanTest {
    @Test
    void poolBetweenConvolutionsSharesTheParametersOfBothSides() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                Plans.X
                                        + Plans.conv("c", "x")
                                        + "m = MaxPool(c){kernel_shape=[2,2]}; "
                                        + Plans.conv("d", "m")
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
                Plans.X
                        + Plans.conv("a", "x")
                        + Plans.conv("b", "x")
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
                                Plans.X
                                        + Plans.conv("c", "x")
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
                                Plans.X
                                        + Plans.conv("c", "x")
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
                                Plans.X
                                        + Plans.conv("c", "x")
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
                                Plans.X
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
                                Plans.X
                                        + Plans.conv("c", "x")
                                        + "r = Relu(c); "
                                        + "p = Pad(r, n:int64[8]{0,0,1,1,0,0,1,1}, v:float[]{-4}); "
                                        + Plans.conv("d", "p")
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
                                Plans.X
                                        + "m = Max(x, l:float[]{-Infinity}); a = Add(m, k:float[]{Infinity}); "
                                        + "n = Mul(m, h:float[]{NaN}) -> a, n")
                        .plan();
        assertEquals(plan.tensor("x").params(), plan.tensor("m").params());
        assertEquals(new OperandPlan("m", 1, plan.tensor("x").params()), plan.operands().get(0));
        assertSame(Reason.NOT_FINITE, plan.node("a").reason());
        assertSame(Reason.NOT_FINITE, plan.node("n").reason());
    }
}
