package io.jquant.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jquant.graph.GraphText;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.tensor.OptionalValue;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorSequence;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operators with bodies, sequences, and values that may be absent. */
class BodiesAndSequencesTest {
    private static final Tensor X = Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6f);

    private static RuntimeValue run(String text, Map<String, RuntimeValue> inputs) {
        Interpreter i = Interpreter.builder(GraphText.parse(text)).build();
        i.run(inputs, Workers.SERIAL, null);
        return i.run(inputs, Workers.SERIAL, null).get("y"); // on memory that was used before
    }

    private static float[] floats(String text) {
        Tensor t = (Tensor) run(text, Map.of("x", X));
        return Arrays.copyOf(t.floats(), t.size());
    }

    @Test
    void scanHandsItsStateFromSliceToSlice() {
        String body = "graph(b:float[2], e:float[2] -> n = Add(b, e); o = Neg(n) -> n, o)";
        String scan = "s, y = Scan(z:float[2]{0}, x){num_scan_inputs=1, body=" + body + "}";
        assertArrayEquals(
                new float[] {-1, -2, -4, -6, -9, -12}, floats("x:float[3,2] -> " + scan + " -> y"));
    }

    @Test
    void scanGoesBackwardsAndAlongOtherAxes() {
        String body = "graph(e:float[3] -> o = Neg(e) -> o)";
        String scan =
                "y = Scan(x){num_scan_inputs=1, scan_input_axes=[1], scan_input_directions=[1],"
                        + " scan_output_axes=[-1], body="
                        + body
                        + "}";
        assertArrayEquals(
                new float[] {-2, -1, -4, -3, -6, -5}, floats("x:float[3,2] -> " + scan + " -> y"));
    }

    @Test
    void scanOfOldModelsTakesEachSampleAsFarAsItIsLong() {
        String body = "graph(b:float[], e:float[] -> n = Add(b, e); o = Identity(n) -> n, o)";
        assertArrayEquals(
                new float[] {1, 0, 3, 7, 5, 11},
                floats(
                        "opset 8; x:float[3,2] -> s, y = Scan(l:int64[3]{1,2,2}, z:float[3]{0}, x)"
                                + "{num_scan_inputs=1, body="
                                + body
                                + "} -> y"));
    }

    @Test
    void tensorsInASequenceOutliveTheNodeThatMadeThem() {
        String make = "a = Abs(x); b = Neg(x); s = SequenceConstruct(a, b);";
        String more = "c = Exp(x); d = Add(c, c); e = Mul(d, d); f = Sqrt(e);";
        String take = "t = SequenceAt(s, i:int64[]{-1}); y = Add(t, f)";
        float[] y = floats("x:float[3,2] -> " + make + more + take + " -> y");
        assertEquals(2 * Math.exp(6) - 6, y[5], 1e-3);
    }

    @Test
    void loopsCollectSequences() {
        String body =
                "graph(i:int64[], g:bool[], s:seq -> h = Identity(g); k = Cast(i){to=1};"
                        + " t = Add(k, x); r = SequenceInsert(s, t) -> h, r)";
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6, 2, 3, 4, 5, 6, 7},
                floats(
                        ("x:float[3,2] -> e = SequenceEmpty(); "
                                        + "q = Loop(n:int64[]{2}, _, e){body="
                                        + body
                                        + "}; y = ConcatFromSequence(q){axis=0} -> y")
                                .replace("s:seq", "s")));
    }

    @Test
    void sequencesAreCutJoinedAndChanged() {
        String cut = "s = SplitToSequence(x){axis=0, keepdims=0};";
        assertArrayEquals(
                new float[] {5, 6, 1, 2},
                floats(
                        "x:float[3,2] -> "
                                + cut
                                + "l = SequenceAt(s, a:int64[]{2}); r = SequenceErase(s);"
                                + "t = SequenceErase(r); u = SequenceInsert(t, l, b:int64[]{0});"
                                + "y = ConcatFromSequence(u){axis=0, new_axis=1} -> y"));
        assertEquals(
                3L,
                ((Tensor)
                                run(
                                        "x:float[3,2] -> " + cut + "y = SequenceLength(s) -> y",
                                        Map.of("x", X)))
                        .longAt(0));
    }

    @Test
    void sequenceMapRunsItsBodyOnEachElement() {
        RuntimeValue y =
                run(
                        "x:float[3,2] -> s = SplitToSequence(x, n:int64[2]{1,2});"
                                + "y = SequenceMap(s, c:float[1]{10})"
                                + "{body=graph(e, c2 -> o = Add(e, c2) -> o)} -> y",
                        Map.of("x", X));
        TensorSequence s = (TensorSequence) y;
        assertEquals(Shape.of(2, 2), s.tensors().get(1).shape());
        assertEquals(16, s.tensors().get(1).floats()[3]);
    }

    @Test
    void positionsOutsideOfASequenceAreRefused() {
        JquantException e =
                assertThrows(
                        JquantException.class,
                        () ->
                                floats(
                                        "x:float[3,2] -> s = SequenceConstruct(x);"
                                                + "y = SequenceAt(s, i:int64[]{1}) -> y"));
        assertEquals(Problem.OPERATOR_FAILED, e.problem());
    }

    @Test
    void absentValuesAreToldFromPresentOnes() {
        String has = "y = OptionalHasElement(o) -> y";
        for (boolean there : new boolean[] {false, true}) {
            Tensor y =
                    (Tensor)
                            run(
                                    "x:float[3,2] -> o = Optional("
                                            + (there ? "x" : "")
                                            + "); "
                                            + has,
                                    Map.of("x", X));
            assertEquals(there ? 1 : 0, y.longAt(0));
        }
        assertArrayEquals(
                new float[] {-1, -2, -3, -4, -5, -6},
                floats(
                        "x:float[3,2] -> n = Neg(x); o = Optional(n); a = Exp(x); b = Abs(a);"
                                + " y = OptionalGetElement(o) -> y, b"));
        assertEquals(
                X,
                run(
                        "opset 18; x -> y = OptionalGetElement(x) -> y",
                        Map.of("x", new OptionalValue(X))));
    }

    @Test
    void anAbsentValueHasNothingToGet() {
        assertThrows(
                JquantException.class,
                () -> run("x -> y = OptionalGetElement(x) -> y", Map.of("x", OptionalValue.EMPTY)));
    }
}
