package io.jquant.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.execute.Interpreter;
import io.jquant.execute.TypeInference;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.support.Workers;
import io.jquant.target.Coverage;
import io.jquant.target.Target;
import io.jquant.target.Targets;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static Model emitted(Target target, String text) {
        Model m = GraphText.parse(text);
        TypeInference.infer(m);
        Plans p = Plans.of(PlanOptions.of(target).withCoverage(Coverage.FULL), m);
        for (String t : p.requested()) {
            double most = t.equals("x") ? 1 : 150;
            p.range(t, List.of("r", "p").contains(t) ? 0 : -most, most);
        }
        QdqEmitter.emit(p.model, p.plan());
        return p.model;
    }

    private static float[] run(Model m, Tensor x) {
        Tensor y =
                (Tensor)
                        Interpreter.builder(m)
                                .build()
                                .run(Map.of("x", x), Workers.SERIAL, null)
                                .get("y");
        return Arrays.copyOf(y.floats(), y.size());
    }

    /** The model with other widths, after it was seen to give the same numbers. */
    private static Model widened(String text) {
        Model plain = emitted(Targets.ONNXRUNTIME, text);
        Model wide = plain.copy();
        ChannelWidth.apply(wide, Targets.ONNXRUNTIME);
        GraphChecker.check(wide, "test");
        TypeInference.infer(wide); // types that were written down are those that inference finds
        Shape shape = plain.graph().find("x").tensorType().shape().shape();
        float[] data = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) StrictMath.sin(i * 0.7 + 1);
        }
        Tensor x = Tensor.of(shape, data);
        float[] want = run(plain, x);
        Set<Float> different = new HashSet<>();
        for (float y : want) {
            different.add(y);
        }
        assertTrue(different.size() > 2, "made-up numbers differ: " + different);
        assertArrayEquals(want, run(wide, x), text);
        return wide;
    }

    /** Output and input channels of the weights of each convolution. */
    private static List<List<Integer>> weights(Model m) {
        return m.graph().nodes().stream()
                .filter(n -> n.is("Conv"))
                .map(n -> n.input(1).producer().input(0).constant())
                .map(t -> List.of(t.dim(0), t.dim(1)))
                .toList();
    }

    private static List<String> operators(Model m, String... wanted) {
        return m.graph().nodes().stream()
                .map(Node::opType)
                .filter(List.of(wanted)::contains)
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
        assertEquals(List.of("Gather"), operators(m, "Gather"));
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
        assertEquals(List.of(), operators(m, "Gather"));
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
        assertEquals(List.of(), operators(m, "Pad"), "32 channels on both sides");
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
                emitted(Targets.TFLITE, "x:float[1,3,6,6] -> y = Conv(x, w:float[16,3,3,3]) -> y");
        ChannelWidth.apply(m, Targets.TFLITE);
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
