package io.jquant.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.support.Workers;
import io.jquant.tensor.RuntimeValue;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InterpreterTest {
    private static final Tensor X = Tensor.of(Shape.of(2, 2), -1f, 2f, -3f, 4f);

    private static float[] values(RuntimeValue v) {
        Tensor t = (Tensor) v;
        return Arrays.copyOf(t.floats(), t.size());
    }

    private static Map<String, RuntimeValue> run(Interpreter i, Tensor x) {
        return i.run(Map.of("x", x), Workers.SERIAL, null);
    }

    @Test
    void computesTheGraphsOutputs() {
        Model m = GraphText.parse("x:float[2,2] -> a = Abs(x); y = Add(a, x) -> y");
        assertArrayEquals(
                new float[] {0, 4, 0, 8}, values(run(Interpreter.builder(m).build(), X).get("y")));
    }

    @Test
    void tapsSeeInputsConstantsAndTensorsThatAreFreed() {
        Model m =
                GraphText.parse(
                        "x:float[2,2] -> k = Neg(c:float[1]{3}); a = Abs(x); b = Add(a, k); y = Neg(b) -> y");
        Map<String, float[]> seen = new TreeMap<>();
        Interpreter.builder(m)
                .taps(Set.of("x", "k", "a", "y"))
                .build()
                .run(Map.of("x", X), Workers.SERIAL, (name, t) -> seen.put(name, values(t)));
        assertEquals(Set.of("x", "k", "a", "y"), seen.keySet());
        assertArrayEquals(new float[] {-1, 2, -3, 4}, seen.get("x"));
        assertArrayEquals(new float[] {-3}, seen.get("k"));
        assertArrayEquals(new float[] {1, 2, 3, 4}, seen.get("a"));
        assertArrayEquals(new float[] {2, 1, -0f, -1}, seen.get("y"));
    }

    @Test
    void aValueThatIsStillReadIsNotOverwritten() {
        Model m =
                GraphText.parse(
                        "x:float[2,2] -> a = Neg(x); r = Reshape(a, s:int64[1]{4}); p = Abs(r); q = Exp(a); y = Add(a, a) -> r, p, q, y");
        Map<String, RuntimeValue> out = run(Interpreter.builder(m).build(), X);
        assertArrayEquals(new float[] {1, -2, 3, -4}, values(out.get("r")));
        assertArrayEquals(new float[] {1, 2, 3, 4}, values(out.get("p")));
        assertArrayEquals(new float[] {2, -4, 6, -8}, values(out.get("y")));
    }

    @Test
    void resultsBelongToTheCallerAndInputsAreLeftAlone() {
        Model m = GraphText.parse("x:float[2,2] -> y = Neg(x); z = Identity(y) -> y, z");
        Interpreter i = Interpreter.builder(m).build();
        Map<String, RuntimeValue> first = run(i, X);
        run(i, Tensor.of(Shape.of(2, 2), 9f, 9f, 9f, 9f));
        assertArrayEquals(new float[] {1, -2, 3, -4}, values(first.get("y")));
        assertArrayEquals(new float[] {1, -2, 3, -4}, values(first.get("z")));
        assertArrayEquals(new float[] {-1, 2, -3, 4}, values(X));
    }

    @Test
    void memoryIsUsedAgainAfterTheLastUse() {
        StringBuilder chain = new StringBuilder("x:float[1000] -> t0 = Neg(x)");
        for (int k = 1; k <= 50; k++) {
            chain.append("; t").append(k).append(" = Concat(t").append(k - 1).append("){axis=0}");
        }
        Interpreter i = Interpreter.builder(GraphText.parse(chain + " -> t50")).build();
        for (int k = 0; k < 3; k++) {
            i.run(Map.of("x", Tensor.of(Shape.of(1000), new float[1000])), Workers.SERIAL, null);
        }
        assertTrue(i.peakBytes() <= 3 * 4000, () -> i.peakBytes() + " bytes for tensors of 4000");
    }

    @Test
    void whatNothingWantsIsNotRun() {
        Model m = GraphText.parse("x:float[2,2] -> y = Neg(x); z = Nonesuch(x) -> y, z");
        Interpreter i = Interpreter.builder(m).outputs(List.of("y")).build();
        assertEquals(Set.of("y"), run(i, X).keySet());
        JquantException e =
                assertThrows(JquantException.class, () -> Interpreter.builder(m).build());
        assertEquals(Problem.OPERATOR_UNKNOWN, e.problem());
        assertTrue(
                e.getMessage().contains("Nonesuch") && e.getMessage().contains("17"),
                e.getMessage());
    }

    @Test
    void severalThreadsMayRunOneInterpreter() {
        Model m =
                GraphText.parse(
                        "x:float[64] -> a = Exp(x); b = Neg(a); c = Add(a, b); y = Add(c, a) -> y");
        Interpreter i = Interpreter.builder(m).build();
        try (Workers w = new Workers(4)) {
            w.forEach(
                    40,
                    k -> {
                        float[] x = new float[64];
                        Arrays.fill(x, k % 7);
                        float[] y = values(run(i, Tensor.of(Shape.of(64), x)).get("y"));
                        float[] alone =
                                values(
                                        run(
                                                        Interpreter.builder(m).build(),
                                                        Tensor.of(Shape.of(64), x))
                                                .get("y"));
                        assertArrayEquals(alone, y);
                    });
        }
    }

    @Test
    void missingAndWrongInputsAreRefused() {
        Model m = GraphText.parse("x:float[2,2] -> y = Neg(x) -> y");
        Interpreter i = Interpreter.builder(m).build();
        assertEquals(
                Problem.INPUT_MISSING,
                assertThrows(
                                JquantException.class,
                                () -> i.run(new LinkedHashMap<>(), Workers.SERIAL, null))
                        .problem());
        assertEquals(
                Problem.INPUT_TYPE,
                assertThrows(JquantException.class, () -> run(i, Tensor.vector(1, 2))).problem());
    }

    @Test
    void complaintsOfAnOperatorNameTheNode() {
        Model m = GraphText.parse("x:float[2,2] -> y = Reshape(x, s:int64[1]{5}) -> y");
        JquantException e =
                assertThrows(JquantException.class, () -> run(Interpreter.builder(m).build(), X));
        assertEquals(Problem.OPERATOR_FAILED, e.problem());
        assertTrue(e.getMessage().contains("Reshape"), e.getMessage());
    }

    @Test
    void aTensorBeyondTheLimitIsNotAllocated() {
        Model m =
                GraphText.parse(
                        "x:float[2,2] -> y = Expand(x, s:int64[4]{100000,100000,2,2}) -> y");
        JquantException e =
                assertThrows(JquantException.class, () -> run(Interpreter.builder(m).build(), X));
        assertEquals(Problem.TENSOR_TOO_LARGE, e.problem());
    }
}
