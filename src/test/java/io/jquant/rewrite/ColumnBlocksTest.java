package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.target.Targets;
import io.jquant.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions of few outputs make several columns at once, and give the same codes. */
class ColumnBlocksTest {
    private static Model blocked(String text) {
        return EmittedModels.changed(text, ColumnBlocks::apply);
    }

    private static Node conv(Model m, int index) {
        return m.graph().nodes().stream().filter(n -> n.is("Conv")).toList().get(index);
    }

    private static List<Integer> weights(Node conv) {
        Tensor t = conv.input(1).producer().input(0).constant();
        return List.of(t.dim(0), t.dim(1), t.dim(2), t.dim(3));
    }

    private static long columns(Node conv) {
        long[] strides = conv.attributes().getInts("strides");
        return strides == null ? 1 : strides[1];
    }

    @Test
    void blockOfColumnsHasAKernelForEach() {
        Model m =
                blocked(
                        "x:float[2,4,20,32] -> y = Conv(x, w:float[2,4,3,3], b:float[2]){pads=[1,1,1,1]} -> y");
        Node c = conv(m, 0);
        assertEquals(8, columns(c));
        assertEquals(List.of(16, 4, 3, 10), weights(c));
        assertArrayEquals(new long[] {3, 10}, c.attributes().getInts("kernel_shape"));
        assertEquals(
                List.of("Transpose", "Reshape", "Transpose"),
                EmittedModels.operators(m, "Transpose", "Reshape", "Slice"));
    }

    @Test
    void columnsBehindTheLastAreCutOff() {
        Model m =
                blocked(
                        "x:float[1,4,20,128] -> y = Conv(x, w:float[1,4,3,3], b:float[1]){pads=[1,1,1,0]} -> y");
        assertTrue(127 % columns(conv(m, 0)) != 0);
        assertEquals(List.of("Slice"), EmittedModels.operators(m, "Slice"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strides=[2,2], pads=[0,1,1,2]",
                "strides=[1,2], auto_pad=\"SAME_UPPER\"",
                "strides=[2,1], auto_pad=\"SAME_LOWER\"",
                "strides=[3,1], auto_pad=\"VALID\""
            })
    void stridesAndPaddingStay(String attributes) {
        Model m =
                blocked(
                        "x:float[1,2,121,122] -> c = Conv(x, w:float[3,2,5,4], b:float[3]){"
                                + attributes
                                + "}; y = Relu(c) -> y");
        assertTrue(weights(conv(m, 0)).get(0) > 3, attributes);
    }

    @Test
    void evenStepsKeepTheNeighboursOfOneChannel() {
        Model m =
                blocked(
                        "x:float[1,1,1,2001] -> y = Conv(x, w:float[1,1,1,64]){strides=[1,2]} -> y");
        assertTrue(columns(conv(m, 0)) > 2);
    }

    @Test
    void narrowDepthwiseConvolutionsBecomeDense() {
        Model m =
                blocked(
                        "x:float[1,4,32,32] -> a = Conv(x, v:float[3,4,1,1]);"
                                + " d = Conv(a, w:float[3,1,3,3], b:float[3]){group=3, pads=[1,1,1,1]};"
                                + " r = Relu(d); y = Conv(r, u:float[16,3,1,1]) -> y");
        Node d = conv(m, 1);
        assertEquals(3, weights(d).get(1));
        assertEquals(1, d.attributes().getInt("group", 1));
        assertTrue(columns(d) > 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:float[1,4,32,32] -> y = Conv(x, w:float[16,4,3,3]) -> y", // fills the unit
                "x:float[1,3,32,32] -> y = Conv(x, w:float[2,3,3,3]) -> y", // moves neighbours
                "x:float[1,4,32,32] -> y = Conv(x, w:float[2,4,3,3]){dilations=[1,2]} -> y",
                "x:float[1,4,32,32] -> y = Conv(x, w:float[4,2,3,3]){group=2} -> y",
                "x:float[1,4,32,32] -> y = Conv(x, w:float[2,4,3,3]){strides=[1,536870910]} -> y",
                "x:float[1,4,N,M] -> y = Conv(x, w:float[2,4,3,3]) -> y",
                "x:float[1,64,2,2] -> y = Conv(x, w:float[2,64,1,1]) -> y" // too little to gain
            })
    void othersStay(String text) {
        Model m = EmittedModels.emitted(Targets.ONNXRUNTIME, text);
        List<Integer> before = weights(conv(m, 0));
        ColumnBlocks.apply(m.graph(), Targets.ONNXRUNTIME);
        assertEquals(before, weights(conv(m, 0)));
    }

    @Test
    void otherTargetsKeepTheirColumns() {
        Model m =
                EmittedModels.emitted(
                        Targets.TFLITE, "x:float[1,4,32,32] -> y = Conv(x, w:float[2,4,3,3]) -> y");
        ColumnBlocks.apply(m.graph(), Targets.TFLITE);
        assertEquals(List.of(2, 4, 3, 3), weights(conv(m, 0)));
    }
}
