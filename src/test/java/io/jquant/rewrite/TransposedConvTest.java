package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.calibrate.RangeTable;
import io.jquant.calibrate.TensorRange;
import io.jquant.graph.Model;
import io.jquant.grid.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ConvTranspose as Conv and a rearrangement computes the same numbers. */
class TransposedConvTest {
    private static void assertSameResults(String text) {
        assertFalse(Rewritten.operators(Rewritten.same(text)).contains("ConvTranspose"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,0,0,0,1", "2,2,0,0,0,1", "3,2,1,1,0,1", "3,2,1,1,1,1", "4,2,1,1,0,1", "3,1,1,1,0,1",
        "4,4,0,0,0,1", "5,2,2,2,1,1", "5,3,0,2,0,1", "3,2,0,1,0,1", "2,3,0,0,1,1", "1,2,0,0,1,1",
        "3,2,2,2,0,1", "3,2,1,1,0,2", "3,1,0,0,0,2", "3,2,2,3,0,2", "6,4,3,1,2,1", "2,2,1,0,0,1"
    })
    void everyGeometry(int kernel, int stride, int begin, int end, int extra, int dilation) {
        for (String bias : List.of("", ", b:float[3]")) {
            assertSameResults(
                    String.format(
                            "x:float[2,4,5,6] -> y = ConvTranspose(x, w:float[4,3,%d,%d]%s){strides=[%d,%d],"
                                    + " pads=[%d,%d,%d,%d], output_padding=[%d,%d], dilations=[%d,%d]} -> y",
                            kernel, kernel, bias, stride, stride, begin, begin, end, end, extra,
                            extra, dilation, dilation));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:float[2,4,5,6] -> y = ConvTranspose(x, w:float[4,3,3,2]){strides=[2,1]} -> y",
                "x:float[2,4,5,6] -> y = ConvTranspose(x, w:float[4,3,2,4]){strides=[1,2], pads=[0,1,1,1]} -> y",
                "x:float[2,4,7] -> y = ConvTranspose(x, w:float[4,3,4], b:float[3]){strides=[2], pads=[1,1]} -> y",
                "x:float[N,4,L] -> y = ConvTranspose(x, w:float[4,3,3]){strides=[3]} -> y",
                "x:float[N,4,H,W] -> y = ConvTranspose(x, w:float[4,3,3,3]){strides=[2,2], pads=[1,1,1,1]} -> y",
                "x:float[1,2,3,4,5] -> y = ConvTranspose(x, w:float[2,3,3,2,2]){strides=[2,2,1]} -> y",
                "x:float[1,4,5,6] -> y = ConvTranspose(x, w:float[4,3,4,4], b:float[6]){group=2, strides=[2,2], pads=[1,1,1,1]} -> y",
                "x:float[1,4,5,6] -> y = ConvTranspose(x, w:float[4,1,4,4]){group=4, strides=[2,2], pads=[1,1,1,1]} -> y",
                "x:float[1,4,5,6] -> y = ConvTranspose(x, w:float[4,3,3,3]){strides=[2,2], auto_pad=\"SAME_UPPER\"} -> y",
                "x:float[1,4,5,6] -> y = ConvTranspose(x, w:float[4,3,3,3]){strides=[2,2], auto_pad=\"SAME_LOWER\"} -> y",
                "x:float[1,4,5,6] -> y = ConvTranspose(x, w:float[4,3,3,3]){strides=[2,2], auto_pad=\"VALID\"} -> y",
                "x:float[1,4,5,6] -> y = ConvTranspose(x, w:float[4,3,3,3]){strides=[2,2], output_shape=[10,12]} -> y",
                "x:float[1,4,5,6] -> y = ConvTranspose(x, w:float[4,3,3,3]){strides=[3,3], output_shape=[16,18]} -> y",
                "x:float[1,4,5,6] -> c = ConvTranspose(x, w:float[4,3,2,2]){strides=[2,2]}; y = Relu(c) -> y",
                "x:float[1,4,5,6] -> c = ConvTranspose(x, w:float[4,3,3,3]){strides=[2,2]}; r = Relu(c); "
                        + "y = Clip(r, lo:float[]{0}, hi:float[]{0.5}) -> y",
            })
    void everyForm(String text) {
        assertSameResults(text);
    }

    @Test
    void clampsMoveInFrontOfTheRearrangement() {
        Model m =
                Rewritten.of(
                        "x:float[1,4,5,6] -> c = ConvTranspose(x, w:float[4,3,2,2]){strides=[2,2]}; y = Relu(c) -> y");
        assertEquals(
                List.of(
                        "Conv",
                        "Relu",
                        "Transpose",
                        "Reshape",
                        "Transpose",
                        "Reshape",
                        "Transpose"),
                Rewritten.operators(m));
        assertEquals("n_c", m.graph().nodes().get(0).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:float[1,4,H,W] -> y = ConvTranspose(x, w:float[4,3,3,2]){strides=[2,1]} -> y",
                "x:float[1,4,H,W] -> y = ConvTranspose(x, w:float[4,3,3,3]){strides=[2,2], output_shape=[10,12]} -> y",
                "x:float[1,4,5,6], w:float[4,3,3,3] -> y = ConvTranspose(x, w) -> y",
                "x:float[1,4,5,6] -> y = ConvTranspose(x, w:float[4,3,1,1]){strides=[9,9]} -> y",
                "x:float[1,4,5,6] -> y = ConvTranspose(x, w:float[4,3,3,3]){strides=[1,1], pads=[3,3,0,0]} -> y"
            })
    void whatCannotBeWrittenSoStays(String text) {
        assertEquals(List.of("ConvTranspose"), Rewritten.operators(Rewritten.of(text)));
    }

    @Test
    void nodesThatTheUserKeepsFloatStay() {
        Model m =
                Rewritten.of(
                        "x:float[1,4,5,6] -> y = ConvTranspose(x, w:float[4,3,2,2]){strides=[2,2]} -> y",
                        Rewritten.OPTIONS.withKeepFloat(List.of("op:ConvTranspose")));
        assertEquals(List.of("ConvTranspose"), Rewritten.operators(m));
    }

    @Test
    void rangesOfTheInputModelAreEnough() {
        Model m =
                Rewritten.of(
                        "x:float[1,4,5,6] -> c = ConvTranspose(x, w:float[4,3,3,3]){strides=[2,2]}; r = Relu(c);"
                                + " y = Conv(r, v:float[2,3,1,1]) -> y");
        Map<String, TensorRange> ranges = new LinkedHashMap<>();
        for (String t : List.of("x", "c", "r", "y")) {
            ranges.put(t, Plans.range(new Range(t.equals("r") ? 0 : -1, 1), null));
        }
        QuantizationPlan plan = Planner.plan(m, new RangeTable("file", ranges), Rewritten.OPTIONS);
        assertTrue(plan.warnings().isEmpty(), plan.warnings().toString());
        for (NodePlan n : plan.nodes()) {
            assertSame(Placement.INTEGER, n.placement(), n.toString());
        }
        assertEquals(plan.tensor("r").params(), plan.tensor("r_blocks").params());
    }
}
