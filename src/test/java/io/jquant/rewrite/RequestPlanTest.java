package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.TensorRequest;
import io.jquant.target.Coverage;
import io.jquant.target.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan asks for, and its summary. */
class RequestPlanTest {
    @Test
    void channelsAreAskedForAlongTheSummedAxis() {
        Plans p =
                Plans.of(
                        Targets.ONNXRUNTIME,
                        Plans.X
                                + Plans.conv("c", "x")
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
        String text =
                Plans.X
                        + Plans.conv("c", "x")
                        + Plans.conv("d", "c")
                        + "r = Reshape(d, s:int64[2]{1,-1}) -> r";
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
                                Plans.X
                                        + Plans.conv("c", "x")
                                        + "r = Relu(c); "
                                        + Plans.conv("d", "r")
                                        + "-> d")
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
            Plans p = Plans.of(PlanOptions.of(Targets.ONNXRUNTIME).withCoverage(c), Plans.RESIDUAL);
            List<String> quantized = p.plan().tensors().stream().map(TensorPlan::tensor).toList();
            assertEquals(p.requested(), quantized);
        }
    }
}
