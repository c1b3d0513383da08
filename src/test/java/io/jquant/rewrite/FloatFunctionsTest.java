package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.target.Coverage;
import io.jquant.target.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions in parts behind a DequantizeLinear, for a runtime that joins them. */
class FloatFunctionsTest {
    private static final String SWISH =
            "x:float[1,4,8,8] -> c = Conv(x, w:float[4,4,1,1]); s = Sigmoid(c); m = Mul(c, s);"
                    + " y = Conv(m, v:float[3,4,1,1]) -> y";

    private static final String GELU =
            "x:float[1,4,8,8] -> c = Conv(x, w:float[4,4,1,1]); d = Div(c, r:float[]{1.41421356});"
                    + " e = Erf(d); a = Add(e, o:float[]{1}); p = Mul(c, a); m = Mul(p, h:float[]{0.5});"
                    + " y = Conv(m, v:float[3,4,1,1]) -> y";

    private static Model emitted(String text, Coverage coverage) {
        PlanOptions options = PlanOptions.of(Targets.ONNXRUNTIME).withCoverage(coverage);
        Plans p = Plans.of(options, Rewritten.of(text, options));
        QdqEmitter.emit(p.model, p.plan());
        return p.model;
    }

    private static Node only(Model m, String operator) {
        List<Node> found = m.graph().nodes().stream().filter(n -> n.is(operator)).toList();
        assertEquals(1, found.size(), operator);
        return found.get(0);
    }

    @Test
    void bothPartsOfSwishReadOneSum() {
        Model m = emitted(SWISH, Coverage.LEAN);
        Node sum = only(m, "Sum");
        assertEquals("DequantizeLinear", sum.input(0).producer().opType());
        assertSame(sum.output(), only(m, "Sigmoid").input(0));
        assertSame(sum.output(), only(m, "Mul").input(0));
    }

    @Test
    void bothPartsOfGeluReadOneSum() {
        Model m = emitted(GELU, Coverage.LEAN);
        Node sum = only(m, "Sum");
        assertSame(sum.output(), only(m, "Div").input(0));
        assertEquals(2, sum.output().useCount());
    }

    @Test
    void integerPartsReadCodes() {
        assertFalse(Rewritten.operators(emitted(SWISH, Coverage.FULL)).contains("Sum"));
    }
}
