package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.target.Target;
import io.jquant.target.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Targets that place requantization themselves. */
class CompilerTargetPlanTest {
    @Test
    void graphCompilersReadCodesInFrontOfHeavyOperatorsOnly() {
        for (Target t : List.of(Targets.OPENVINO, Targets.TENSORRT)) {
            QuantizationPlan plan =
                    Plans.of(
                                    t,
                                    Plans.X
                                            + Plans.conv("c", "x")
                                            + "r = Relu(c); "
                                            + Plans.conv("d", "r")
                                            + "-> d")
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
                                Plans.X
                                        + Plans.conv("c", "x")
                                        + "r = Sigmoid(c); "
                                        + Plans.conv("d", "r")
                                        + "-> d")
                        .range("r", 0, 1)
                        .plan();
        plan.tensors().forEach(t -> assertEquals(0, t.params().zeroPoint(), t.tensor()));
        assertEquals(1f / 127, plan.tensor("r").params().scale());
    }

    @Test
    void tensorrtQuantizesTheOtherBranchOfAResidualSum() {
        String text =
                Plans.X + Plans.conv("c", "x") + Plans.conv("d", "c") + "s = Add(d, c); " + "-> s";
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
