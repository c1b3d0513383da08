package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.target.Targets;
import io.jquant.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions get the channels that fast kernels take, and give the same codes. */
class ChannelWidthTest {
    private static final String AROUND =
            "x:float[1,4,6,6] -> a = Conv(x, v:float[%1$d,4,1,1], va:float[%1$d]); r = Relu(a); ";

    private static final String DEPTHWISE =
            AROUND
                    + "d = Conv(r, w:float[%1$d,1,3,3], wb:float[%1$d]){group=%1$d, pads=[1,1,1,1]}; ";

    private static Model widened(String text) {
        return EmittedModels.changed(text, ChannelWidth::apply);
    }

    /** Output and input channels of the weights of each convolution. */
    private static List<List<Integer>> weights(Model m) {
        return m.graph().nodes().stream()
                .filter(n -> n.is("Conv"))
                .map(n -> n.input(1).producer().input(0).constant())
                .map(t -> List.of(t.dim(0), t.dim(1)))
                .toList();
    }

    @Test
    void codesOfTheInputAreReadTwice() {
        Model m =
                widened(
                        "x:float[2,3,6,6] -> y = Conv(x, w:float[16,3,3,3], b:float[16]){pads=[1,1,1,1]} -> y");
        assertEquals(List.of(List.of(16, 4)), weights(m));
        Node more =
                m.graph().nodes().stream().filter(n -> n.is("Gather")).findFirst().orElseThrow();
        assertEquals("QuantizeLinear", more.input(0).producer().opType());
        assertEquals("DequantizeLinear", more.output().soleReader().opType());
    }

    @Test
    void convolutionsOfOneInputShareItsCopy() {
        Model m =
                widened(
                        "x:float[1,3,6,6] -> a = Conv(x, w:float[16,3,3,3]); b = Conv(x, v:float[16,3,3,3]);"
                                + " y = Add(a, b) -> y");
        assertEquals(List.of("Gather"), EmittedModels.operators(m, "Gather"));
        assertEquals(List.of(List.of(16, 4), List.of(16, 4)), weights(m));
    }

    @Test
    void fewOutputsAreWidenedForAnUnevenInput() {
        Model m =
                widened(
                        "x:float[1,3,6,6] -> a = Conv(x, w:float[8,3,3,3], b:float[8]); r = Relu(a);"
                                + " d = Conv(r, v:float[8,1,3,3]){group=8}; y = Conv(d, u:float[5,8,1,1]) -> y");
        assertEquals(List.of(List.of(16, 4), List.of(16, 1), List.of(5, 16)), weights(m));
    }

    @Test
    void fewOutputsOfTheModelStay() {
        Model m = widened("x:float[1,3,6,6] -> y = Conv(x, w:float[8,3,3,3]) -> y");
        assertEquals(List.of(List.of(8, 3)), weights(m));
        assertEquals(List.of(), EmittedModels.operators(m, "Gather"));
    }

    @Test
    void depthwiseConvolutionsTakeMultiplesOfSixteen() {
        Model m =
                widened(
                        String.format(
                                DEPTHWISE + "y = Conv(d, u:float[5,%1$d,1,1], ub:float[5]) -> y",
                                22));
        assertEquals(List.of(List.of(32, 4), List.of(32, 1), List.of(5, 32)), weights(m));
        assertEquals(
                32,
                m.graph().nodes().stream()
                        .filter(n -> n.is("Conv"))
                        .toList()
                        .get(1)
                        .attributes()
                        .getInt("group", 1));
    }

    @Test
    void gatesAndSumsGoAlong() {
        Model m =
                widened(
                        String.format(
                                DEPTHWISE
                                        + "p = GlobalAveragePool(d); g = Conv(p, q:float[6,%1$d,1,1]); h = Relu(g);"
                                        + " i = Conv(h, z:float[%1$d,6,1,1]); s = Sigmoid(i); t = Mul(d, s); k = Add(t, r);"
                                        + " y = Conv(k, u:float[4,%1$d,1,1]) -> y",
                                24));
        assertEquals(
                List.of(
                        List.of(32, 4),
                        List.of(32, 1),
                        List.of(8, 32),
                        List.of(32, 8),
                        List.of(4, 32)),
                weights(m));
    }

    @Test
    void channelsThatAreAddedMakeUseOfZeros() {
        Model m =
                widened(
                        String.format(
                                DEPTHWISE
                                        + "c = Conv(d, q:float[28,%1$d,1,1], qb:float[28]);"
                                        + " p = Pad(r, n:int64[8]{0,0,0,0,0,4,0,0}, zero:float[]{0}); s = Add(c, p); t = Relu(s);"
                                        + " e = Conv(t, z:float[28,1,3,3]{0.05}){group=28}; y = Conv(e, u:float[4,28,1,1]{0.02}) -> y",
                                24));
        assertEquals(List.of(), EmittedModels.operators(m, "Pad"), "32 channels on both sides");
        assertFalse(weights(m).contains(List.of(28, 24)));
        m.graph()
                .forEach(
                        n ->
                                assertFalse(
                                        n.is("QuantizeLinear")
                                                && n.input(0).producer() != null
                                                && n.input(0).producer().is("DequantizeLinear")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y = Concat(d, r){axis=1} -> y",
                "t = Transpose(d){perm=[0,2,1,3]}; y = Conv(t, u:float[4,6,1,1]) -> y",
                "y = Conv(d, u:float[4,%1$d,1,1]) -> y, d",
                "m = Mul(d, k:float[%1$d,1,1]); y = Conv(m, u:float[4,%1$d,1,1]) -> y",
            })
    void channelsThatOthersReadStay(String behind) {
        Model m = widened(String.format(DEPTHWISE + behind, 24));
        assertTrue(weights(m).contains(List.of(24, 1)), behind);
    }

    @Test
    void sigmoidMakesNoZerosForThePadBehind() {
        Model m =
                widened(
                        String.format(
                                DEPTHWISE
                                        + "s = Sigmoid(d); p = Pad(s, n:int64[8]{0,0,0,0,0,4,0,0}); y = Conv(p, u:float[4,28,1,1]) -> y",
                                24));
        assertTrue(weights(m).contains(List.of(24, 1)));
    }

    @Test
    void oddChannelsStayBesideTheirNeighbours() {
        Model m = widened(String.format(DEPTHWISE + "y = Conv(d, u:float[4,%1$d,1,1]) -> y", 25));
        assertTrue(weights(m).contains(List.of(25, 1)));
    }

    @Test
    void otherTargetsKeepTheirChannels() {
        Model m =
                EmittedModels.emitted(
                        Targets.TFLITE, "x:float[1,3,6,6] -> y = Conv(x, w:float[16,3,3,3]) -> y");
        ChannelWidth.apply(m.graph(), Targets.TFLITE);
        assertEquals(List.of(List.of(16, 3)), weights(m));
    }

    @Test
    void pairsOfTheGuardLieWithinAKernelPosition() {
        Model m = GraphText.parse("x:float[1,3,6,6] -> y = Conv(x, w:float[16,3,2,1]) -> y");
        Node conv = m.graph().nodes().get(0);
        Tensor w = conv.input(1).constant();
        assertTrue(ChannelWidth.widensInput(conv, w, Targets.ONNXRUNTIME));
        assertFalse(ChannelWidth.widensInput(conv, w, Targets.ONNXRUNTIME_ARM64));
        WeightLayout layout = WeightLayout.of(conv, w, false);
        assertArrayEquals(new int[] {0, 2, 4}, layout.pairs());
        assertArrayEquals(new int[] {0, 3}, layout.withPairsWithin(3, false).pairs());
        assertArrayEquals(new int[] {0, 2, 3, 4}, layout.withPairsWithin(3, true).pairs());
    }
}
