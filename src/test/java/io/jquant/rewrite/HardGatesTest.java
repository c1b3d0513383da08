package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.grid.QuantParams;
import io.jquant.grid.Range;
import io.jquant.target.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HardSwish and HardSigmoid read codes in another way, and give the same numbers. */
class HardGatesTest {
    private static final String SWISH =
            "x:float[1,4,6,6] -> g = Conv(x, v:float[8,4,1,1], b:float[8]); h = HardSwish(g);"
                    + " y = Conv(h, w:float[4,8,1,1]) -> y";

    private static final String GATE =
            "x:float[1,4,6,6] -> g = Conv(x, v:float[4,4,1,1], b:float[4]); h = HardSigmoid(g)%s;"
                    + " m = Mul(x, h); y = Conv(m, w:float[4,4,1,1]) -> y";

    private static Model changed(String text) {
        return EmittedModels.changed(text, HardGates::apply);
    }

    @Test
    void hardSwishIsAProductOfCodes() {
        Model m = changed(SWISH);
        assertEquals(
                List.of("Clip", "Mul"), EmittedModels.operators(m, "Clip", "Mul", "HardSwish"));
        Node product =
                m.graph().nodes().stream().filter(n -> n.is("Mul")).findFirst().orElseThrow();
        assertTrue(product.inputs().stream().allMatch(v -> v.producer().is("DequantizeLinear")));
        assertTrue(product.output().soleReader().is("QuantizeLinear"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{alpha=0.16666667}", "{alpha=0.25, beta=0.5}"})
    void hardSigmoidIsAClipOfCodes(String attributes) {
        Model m = changed(String.format(GATE, attributes));
        assertEquals(List.of("Clip"), EmittedModels.operators(m, "Clip", "HardSigmoid"));
    }

    @Test
    void gatesWithTheirMiddleElsewhereStay() {
        Model m =
                EmittedModels.emitted(
                        Targets.ONNXRUNTIME, String.format(GATE, "{alpha=0.2, beta=0.6}"));
        HardGates.apply(m.graph(), Targets.ONNXRUNTIME);
        assertEquals(List.of("HardSigmoid"), EmittedModels.operators(m, "Clip", "HardSigmoid"));
    }

    @Test
    void otherTargetsKeepTheirHardSwish() {
        Model m = EmittedModels.emitted(Targets.OPENVINO, SWISH);
        HardGates.apply(m.graph(), Targets.OPENVINO);
        assertEquals(List.of("HardSwish"), EmittedModels.operators(m, "Clip", "HardSwish"));
    }

    @ParameterizedTest
    @CsvSource({"-5, 5", "-3.1, 0", "-3.5, 11.9", "-30, 2", "-1, 8", "0, 6", "-0.001, 0.002"})
    void scalesDifferLittle(float min, float max) {
        Model m = GraphText.parse("x:float[4] -> y = HardSwish(x) -> y");
        Value x = m.graph().find("x");
        Range range = new Range(min, max);
        QuantParams p = PlanOptions.of(Targets.ONNXRUNTIME).params(range);
        QuantParams q = HardGates.fit(x, p, range, Targets.ONNXRUNTIME);
        assertEquals(1, q.scale() / p.scale(), 0.0201);
        if (!q.equals(p)) {
            double codes = 3 / (double) q.scale();
            assertEquals(Math.rint(codes), codes, 1e-4 * codes);
            assertTrue(q.zeroPoint() - codes >= QuantParams.LOWEST - 0.01);
        }
        assertEquals(p, HardGates.fit(x, p, range, Targets.TFLITE));
    }
}
