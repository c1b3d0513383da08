package io.jquant.rewrite.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.execute.TypeInference;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.target.Targets;
import org.junit.jupiter.api.Test;

/** The estimate of a run, which compares files of one model. */
class RunCostTest {
    private static final String PARAMETERS = ", s:float[]{0.1}, z:uint8[]{0})";

    private static final String AGAIN = ", s, z)";

    private static double of(String text) {
        Model m = GraphText.parse(text);
        TypeInference.infer(m);
        return FusionLint.check(m, Targets.ONNXRUNTIME).nanoseconds();
    }

    @Test
    void conversionsThatStayCost() {
        double floats = of("x:float[1,64,32,32] -> a = Tanh(x); y = Tanh(a) -> y");
        double converted =
                of(
                        "x:float[1,64,32,32] -> a = Tanh(x); q = QuantizeLinear(a"
                                + PARAMETERS
                                + "; d = DequantizeLinear(q"
                                + AGAIN
                                + "; y = Tanh(d) -> y");
        assertEquals(2 * 1500 + 0.25 * 65536, converted - floats, 1e-6);
    }

    @Test
    void operatorsOnCodesTakeTheirConversionsIn() {
        String before = "x:float[1,64,32,32] -> q = QuantizeLinear(x" + PARAMETERS + ";";
        String after = " r = QuantizeLinear(y, t:float[]{0.2}, u:uint8[]{9}) -> r";
        double onCodes =
                of(before + " d = DequantizeLinear(q" + AGAIN + "; y = LeakyRelu(d);" + after);
        double inFloat = of(before + " d = DequantizeLinear(q" + AGAIN + "; y = Elu(d);" + after);
        assertTrue(onCodes < inFloat, onCodes + " " + inFloat);
    }

    @Test
    void multiplicationsInIntegersCostLess() {
        String weights =
                "e = DequantizeLinear(w:int8[64,64,3,3], f:float[]{0.01}, g:int8[]{0});"
                        + " y = Conv(d, e);";
        String in = "x:uint8[1,64,32,32] -> d = DequantizeLinear(x" + PARAMETERS + "; " + weights;
        double integer = of(in + " r = QuantizeLinear(y, s, z) -> r");
        assertTrue(integer < of(in + " r = Relu(y) -> r, y"));
    }
}
