package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.target.Coverage;
import io.jquant.target.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PRelu for a runtime whose kernel is slow. */
class PReluAsMaxTest {
    private static String between(String slope) {
        return "x:float[1,2,8,8] -> c = Conv(x, w:float[2,2,1,1]); p = PRelu(c, s:float"
                + slope
                + "); y = Conv(p, v:float[3,2,1,1]) -> y";
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2,1,1]{0.25,1}", "[2,1,1]{-2,0.5}", "[1,2,1,1]{0.1,0.2}"})
    void slopesUpToOne(String slope) {
        assertEquals(
                List.of("Conv", "Mul", "Max", "Conv"),
                Rewritten.operators(Rewritten.same(between(slope))));
    }

    @Test
    void aGreaterSlopeKeepsTheOperator() {
        assertTrue(
                Rewritten.operators(Rewritten.of(between("[2,1,1]{0.5,1.5}"))).contains("PRelu"));
    }

    @Test
    void theProductIsNotRoundedByItself() {
        PlanOptions full = PlanOptions.of(Targets.ONNXRUNTIME).withCoverage(Coverage.FULL);
        Plans p = Plans.of(full, Rewritten.of(between("[2,1,1]{0.5,0.2}"), full));
        assertSame(Reason.NO_KERNEL, p.plan().node("p_scaled").reason());
    }
}
