package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.grid.Grid;
import io.jquant.grid.QuantParams;
import io.jquant.target.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Relu and Clip behind the operator that makes their input. */
class ClampPlanTest {
    @Test
    void reluBehindConvIsFoldedAndItsOutputStartsAtTheLowestCode() {
        Plans p =
                Plans.of(Targets.ONNXRUNTIME, Plans.X + Plans.conv("c", "x") + "r = Relu(c) -> r")
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
                                Plans.X
                                        + Plans.conv("c", "x")
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
                                    Plans.X
                                            + Plans.conv("c", "x")
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
                        Plans.X
                                + Plans.conv("c", "x")
                                + "r = Clip(c, lo:float[]{1}, hi:float[]{6}) -> r");
        assertEquals(List.of("x", "c"), p.requested());
    }

    @Test
    void allZeroOutputBehindReluKeepsTheLowestCodeAsZero() {
        QuantizationPlan plan =
                Plans.of(Targets.ONNXRUNTIME, Plans.X + Plans.conv("c", "x") + "r = Relu(c) -> r")
                        .range("r", 0, 0)
                        .plan();
        assertEquals(new QuantParams(1, -128), plan.tensor("r").params());
    }

    @Test
    void reluOfAConvThatOthersReadTooIsNotFolded() {
        QuantizationPlan plan =
                Plans.of(
                                Targets.ONNXRUNTIME,
                                Plans.X
                                        + Plans.conv("c", "x")
                                        + "r = Relu(c); s = Sigmoid(c) -> r, s")
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
                                Plans.X
                                        + Plans.conv("c", "x")
                                        + "l:float[1,4,8,8] = LeakyRelu(c); "
                                        + Plans.conv("d", "l")
                                        + "-> d")
                        .plan();
        assertTrue(plan.tensor("c").codesOnly());
        assertFalse(plan.tensor("l").codesOnly());
        assertSame(Reason.NO_RULE, plan.node("l").reason());
    }
}
