package io.jquant.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jquant.graph.Attribute;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Convolutions, pools, normalizations, arithmetic. */
class LayerOperatorsTest {
    private static final List<Attribute> NONE = List.of();

    private static Tensor filled(float value, long... dims) {
        Shape s = Shape.of(dims);
        float[] x = new float[(int) s.size()];
        Arrays.fill(x, value);
        return Tensor.of(s, x);
    }

    @Test
    void convolutionAddsBiasResidualAndActivationInOneStep() {
        Tensor x = filled(1, 1, 2, 3, 3);
        Tensor w = filled(0.5f, 1, 2, 3, 3);
        Tensor bias = Tensor.of(Shape.of(1), -20f);
        Tensor residual = filled(12, 1, 1, 1, 1);
        List<RuntimeValue> y =
                OperatorTester.runFused(
                        "Conv",
                        13,
                        NONE,
                        1,
                        new FusedTail(residual, new FusedTail.Clip(0, 0.75f)),
                        x,
                        w,
                        bias);
        assertEquals(List.of(0.75f), OperatorTester.floats((Tensor) y.get(0)));
    }

    @Test
    void convolutionRefusesWeightsForOtherChannels() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        OperatorTester.run(
                                "Conv", 13, NONE, filled(1, 1, 3, 4, 4), filled(1, 1, 2, 3, 3)));
    }

    @Test
    void samePaddingPutsTheOddElementBehindOrBefore() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2), 1f, 2f);
        Tensor w = Tensor.of(Shape.of(1, 1, 2), 10f, 1f);
        assertEquals(
                List.of(12f, 20f),
                OperatorTester.floats(
                        OperatorTester.run(
                                "Conv",
                                13,
                                List.of(Attribute.of("auto_pad", "SAME_UPPER")),
                                x,
                                w)));
        assertEquals(
                List.of(1f, 12f),
                OperatorTester.floats(
                        OperatorTester.run(
                                "Conv",
                                13,
                                List.of(Attribute.of("auto_pad", "SAME_LOWER")),
                                x,
                                w)));
    }

    @Test
    void transposedConvolutionOverlapsItsKernels() {
        Tensor x = Tensor.of(Shape.of(1, 1, 3), 1f, 2f, 3f);
        Tensor w = Tensor.of(Shape.of(1, 1, 3), 1f, 1f, 1f);
        assertEquals(
                List.of(1f, 1f, 3f, 2f, 5f, 3f, 3f),
                OperatorTester.floats(
                        OperatorTester.run(
                                "ConvTranspose",
                                13,
                                List.of(Attribute.of("strides", new long[] {2})),
                                x,
                                w)));
    }

    @Test
    void averagePoolCountsOnlyWhatIsThereUnlessAsked() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2), 2f, 4f);
        List<Attribute> window =
                List.of(
                        Attribute.of("kernel_shape", new long[] {3}),
                        Attribute.of("pads", new long[] {1, 1}));
        assertEquals(
                List.of(3f, 3f),
                OperatorTester.floats(OperatorTester.run("AveragePool", 13, window, x)));
        List<Attribute> padded =
                List.of(window.get(0), window.get(1), Attribute.of("count_include_pad", 1));
        assertEquals(
                List.of(2f, 2f),
                OperatorTester.floats(OperatorTester.run("AveragePool", 13, padded, x)));
    }

    @Test
    void ceilModeDropsAWindowThatBeginsBehindTheInput() {
        Tensor x = filled(1, 1, 1, 4);
        List<Attribute> window =
                List.of(
                        Attribute.of("kernel_shape", new long[] {1}),
                        Attribute.of("strides", new long[] {2}),
                        Attribute.of("pads", new long[] {0, 1}),
                        Attribute.of("ceil_mode", 1));
        assertEquals(Shape.of(1, 1, 2), OperatorTester.run("MaxPool", 13, window, x).shape());
    }

    @Test
    void oldAdditionBroadcastsFromAnAxis() {
        Tensor y =
                OperatorTester.run(
                        "Add",
                        6,
                        List.of(Attribute.of("broadcast", 1), Attribute.of("axis", 0)),
                        filled(1, 2, 3),
                        Tensor.of(Shape.of(2), 10f, 20f));
        assertEquals(List.of(11f, 11f, 11f, 21f, 21f, 21f), OperatorTester.floats(y));
    }

    @Test
    void broadcastingOfLargeTensorsReachesEveryElement() {
        Tensor y = OperatorTester.run("Mul", 13, NONE, filled(2, 3, 1, 40_000), filled(3, 1, 2, 1));
        assertEquals(240_000, y.size());
        for (int i = 0; i < y.size(); i++) {
            assertEquals(6f, y.floats()[i]);
        }
    }

    @Test
    void integersAreNotDividedByZero() {
        assertThrows(
                IllegalArgumentException.class,
                () -> OperatorTester.run("Div", 13, NONE, Tensor.vector(1), Tensor.vector(0)));
    }

    @Test
    void softmaxOfOldOperatorSetsJoinsTheLastAxes() {
        Tensor x = filled(0, 1, 2, 2);
        assertEquals(
                List.of(0.25f, 0.25f, 0.25f, 0.25f),
                OperatorTester.floats(OperatorTester.run("Softmax", 11, NONE, x)));
        assertEquals(
                List.of(0.5f, 0.5f, 0.5f, 0.5f),
                OperatorTester.floats(OperatorTester.run("Softmax", 13, NONE, x)));
    }

    @Test
    void quantizationRoundsToEvenAndSaturates() {
        Tensor y =
                OperatorTester.run(
                        "QuantizeLinear",
                        13,
                        NONE,
                        Tensor.of(Shape.of(5), 0.5f, 1.5f, -0.5f, 1000f, Float.NaN),
                        Tensor.scalar(1f),
                        Tensor.of(ElementType.INT8, Shape.SCALAR, new byte[] {0}));
        assertEquals(List.of(0L, 2L, 0L, 127L, -128L), longs(y));
    }

    private static List<Long> longs(Tensor t) {
        return Arrays.stream(t.toLongs()).boxed().toList();
    }

    @Test
    void samePaddingOfATransposedConvolutionIsNeverNegative() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2), 1f, 2f);
        Tensor w = Tensor.of(Shape.of(1, 1, 1), 10f);
        List<Attribute> same =
                List.of(
                        Attribute.of("auto_pad", "SAME_LOWER"),
                        Attribute.of("strides", new long[] {3}));
        assertEquals(
                List.of(10f, 0f, 0f, 20f),
                OperatorTester.floats(OperatorTester.run("ConvTranspose", 11, same, x, w)));
    }

    @Test
    void functionsOfNumbersOutsideTheirDomainAreNaN() {
        Tensor x = Tensor.of(Shape.of(3), -3e38f, 0.5f, 1f);
        assertEquals(
                List.of(Float.NaN, Float.NaN, 0f),
                OperatorTester.floats(OperatorTester.run("Acosh", 9, NONE, x)));
    }

    @Test
    void whatIsNotAboveAThresholdIsZeroEvenNaN() {
        Tensor x = Tensor.of(Shape.of(2), Float.NaN, 3f);
        assertEquals(
                List.of(0f, 3f),
                OperatorTester.floats(OperatorTester.run("ThresholdedRelu", 10, NONE, x)));
        assertEquals(
                List.of(0f, 3f), OperatorTester.floats(OperatorTester.run("Shrink", 9, NONE, x)));
    }

    @Test
    void oneToAnyPowerIsOne() {
        Tensor x = Tensor.of(Shape.of(3), 1f, -1f, -1f);
        Tensor y =
                Tensor.of(Shape.of(3), Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertEquals(
                List.of(1f, 1f, 1f),
                OperatorTester.floats(OperatorTester.run("Pow", 13, NONE, x, y)));
    }

    @Test
    void nanIsTheGreatestAndTheLeastElement() {
        Tensor x = Tensor.of(Shape.of(4), 1f, Float.NaN, 3f, Float.NaN);
        assertEquals(1, OperatorTester.run("ArgMax", 13, NONE, x).longAt(0));
        assertEquals(1, OperatorTester.run("ArgMin", 13, NONE, x).longAt(0));
    }
}
