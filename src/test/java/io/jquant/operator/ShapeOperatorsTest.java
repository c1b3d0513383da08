package io.jquant.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.Attribute;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operators that only move elements. */
class ShapeOperatorsTest {
    private static final List<Attribute> NONE = List.of();

    private static Tensor counted(long... dims) {
        Shape s = Shape.of(dims);
        float[] x = new float[(int) s.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        return Tensor.of(s, x);
    }

    @Test
    void reshapeCopiesAndInfersSizes() {
        Tensor y =
                OperatorTester.run("Reshape", 13, NONE, counted(2, 3, 4), Tensor.vector(0, -1, 2));
        assertEquals(Shape.of(2, 6, 2), y.shape());
    }

    @Test
    void reshapeRefusesSizesThatDoNotFit() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                OperatorTester.run(
                                        "Reshape", 13, NONE, counted(2, 3), Tensor.vector(4, -1)));
        assertTrue(e.getMessage().contains("[2,3]"), e.getMessage());
    }

    @Test
    void transposeOfALargeTensorMatchesElementByElement() {
        Tensor x = counted(3, 70, 50);
        Tensor y =
                OperatorTester.run(
                        "Transpose", 13, List.of(Attribute.of("perm", new long[] {2, 0, 1})), x);
        assertEquals(Shape.of(50, 3, 70), y.shape());
        for (int k = 0; k < 50; k++) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 70; j++) {
                    assertEquals(
                            x.floats()[(i * 70 + j) * 50 + k], y.floats()[(k * 3 + i) * 70 + j]);
                }
            }
        }
    }

    @Test
    void sliceWalksBackwards() {
        Tensor y =
                OperatorTester.run(
                        "Slice",
                        13,
                        NONE,
                        counted(6),
                        Tensor.vector(-1),
                        Tensor.vector(Long.MIN_VALUE),
                        Tensor.vector(0),
                        Tensor.vector(-2));
        assertEquals(List.of(5f, 3f, 1f), OperatorTester.floats(y));
    }

    @Test
    void sliceOfOldOperatorSetsTakesAttributes() {
        Tensor y =
                OperatorTester.run(
                        "Slice",
                        9,
                        List.of(
                                Attribute.of("starts", new long[] {1}),
                                Attribute.of("ends", new long[] {-1}),
                                Attribute.of("axes", new long[] {1})),
                        counted(2, 4));
        assertEquals(List.of(1f, 2f, 5f, 6f), OperatorTester.floats(y));
    }

    @Test
    void splitIntoMorePartsThanFitEvenlyShortensTheLast() {
        List<RuntimeValue> y =
                OperatorTester.runAll(
                        "Split", 18, List.of(Attribute.of("num_outputs", 3)), 3, counted(8));
        assertEquals(List.of(6f, 7f), OperatorTester.floats((Tensor) y.get(2)));
    }

    @Test
    void padReflectsTwiceWhenItReachesOverTheTensor() {
        Tensor y =
                OperatorTester.run(
                        "Pad",
                        13,
                        List.of(Attribute.of("mode", "reflect")),
                        counted(3),
                        Tensor.vector(4, 0));
        assertEquals(List.of(0f, 1f, 2f, 1f, 0f, 1f, 2f), OperatorTester.floats(y));
    }

    @Test
    void gatherRefusesAnIndexOutsideTheAxis() {
        assertThrows(
                IllegalArgumentException.class,
                () -> OperatorTester.run("Gather", 13, NONE, counted(3), Tensor.vector(3)));
    }

    @Test
    void expandRepeatsAlongBothAxes() {
        Tensor y = OperatorTester.run("Expand", 13, NONE, counted(2, 1), Tensor.vector(2, 1, 3));
        assertEquals(Shape.of(2, 2, 3), y.shape());
        assertArrayEquals(
                new float[] {0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1}, Arrays.copyOf(y.floats(), 12));
    }

    @Test
    void topKOfEqualElementsPrefersTheFirst() {
        List<RuntimeValue> y =
                OperatorTester.runAll(
                        "TopK",
                        11,
                        NONE,
                        2,
                        Tensor.of(Shape.of(5), 1f, 3f, -0f, 3f, 0f),
                        Tensor.vector(4));
        long[] places = ((Tensor) y.get(1)).toLongs();
        assertArrayEquals(new long[] {1, 3, 0, 2}, places);
    }

    @Test
    void scatterAddsInOrderWhereIndicesRepeat() {
        Tensor y =
                OperatorTester.run(
                        "ScatterND",
                        18,
                        List.of(Attribute.of("reduction", "add")),
                        counted(3),
                        Tensor.of(Shape.of(2, 1), 1L, 1L),
                        Tensor.of(Shape.of(2), 10f, 20f));
        assertEquals(List.of(0f, 31f, 2f), OperatorTester.floats(y));
    }
}
