package io.jquant.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.execute.Interpreter;
import io.jquant.execute.TypeInference;
import io.jquant.graph.Graph;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.GraphText;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.support.Workers;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.TensorNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models of 16-bit floats become models of float32. */
class WideFloatsTest {
    private static Model widened(String text, boolean keepInterface) {
        Model m = GraphText.parse(text);
        TypeInference.infer(m);
        WideFloats.apply(m, keepInterface, keepInterface);
        GraphChecker.check(m, "test");
        TypeInference.infer(m); // complains where types do not go together
        return m;
    }

    private static List<String> narrow(Graph g) {
        List<String> out = new ArrayList<>();
        for (Value v : g.values()) {
            ElementType t = v.tensorType() == null ? null : v.tensorType().element();
            if (t == ElementType.FLOAT16 || t == ElementType.BFLOAT16) {
                out.add(v.name());
            }
        }
        for (Node n : g) {
            n.subgraphs().forEach(b -> out.addAll(narrow(b)));
        }
        return out;
    }

    private static List<String> operators(Model m) {
        return m.graph().nodes().stream().map(Node::opType).toList();
    }

    @Test
    void weightsKeepTheirValuesAndCastsBecomeCastsToFloat() {
        Model m =
                widened(
                        "x:float[2,3] -> h = Cast(x){to=10}; "
                                + "g:float16[2,2] = Gemm(h, w:float16[3,2]{1,0.5,-2,0.25,3,-1}, b:float16[2]{1,2}); "
                                + "y:float[2,2] = Cast(g){to=1} -> y",
                        true);
        assertEquals(List.of(), narrow(m.graph()));
        assertEquals(ElementType.FLOAT, m.graph().find("w").constant().type());
        Tensor y =
                (Tensor)
                        Interpreter.builder(m)
                                .build()
                                .run(
                                        Map.of(
                                                "x",
                                                Tensor.of(
                                                        Shape.of(2, 3),
                                                        new float[] {1, 2, 3, 0, 1, 0})),
                                        Workers.SERIAL,
                                        null)
                                .get("y");
        assertEquals(1 - 4 + 9 + 1, y.floats()[0]);
        assertEquals(0.5f + 0.5f - 3 + 2, y.floats()[1]);
        assertEquals(0.25f + 2, y.floats()[3]);
    }

    @Test
    void inputsAndOutputsKeepTheirTypes() {
        Model m =
                widened(
                        "x:float16[4], z:bfloat16[4] -> y:float16[4] = Relu(x); a:bfloat16[4] = Neg(z); t:float16[4] = Abs(y) -> y, a, t, x",
                        true);
        assertEquals(List.of("x", "z", "y", "a", "t"), narrow(m.graph()));
        assertEquals(5, operators(m).stream().filter("Cast"::equals).count(), m.graph()::toString);
        Tensor x = Tensor.zeros(ElementType.FLOAT16, Shape.of(4));
        TensorNumbers.store(new float[] {1, -2, 3, -4}, x);
        Map<String, Object> out =
                Map.copyOf(
                        Interpreter.builder(m)
                                .build()
                                .run(
                                        Map.of(
                                                "x",
                                                x,
                                                "z",
                                                Tensor.zeros(ElementType.BFLOAT16, Shape.of(4))),
                                        Workers.SERIAL,
                                        null));
        Tensor y = (Tensor) out.get("t");
        assertEquals(ElementType.FLOAT16, y.type());
        assertEquals(3, TensorNumbers.floatAt(y, 2));
    }

    @Test
    void inputsAndOutputsBecomeFloatWhereCallersWillFeedCodes() {
        Model m = widened("x:float16[4] -> y:float16[4] = Relu(x) -> y", false);
        assertEquals(List.of(), narrow(m.graph()));
        assertEquals(List.of("Relu"), operators(m));
    }

    @Test
    void constantsOfNodesAndBodiesAreWidened() {
        Model m =
                widened(
                        "c:bool[], x:float16[2] -> k:float16[2] = Constant(){value=float16[2]{1,2}}; "
                                + "y:float16[2] = If(c){then_branch=graph(-> t:float16[2] = Add(x, k) -> t), "
                                + "else_branch=graph(-> e:float16[2] = Mul(x, f:float16[]{0.5}) -> e)}; "
                                + "z:float[2] = Cast(y){to=1} -> z",
                        true);
        assertEquals(List.of("x"), narrow(m.graph()));
        Tensor k = m.graph().find("k").producer().attributes().getTensor("value");
        assertEquals(ElementType.FLOAT, k.type());
        assertEquals(2, k.floats()[1]);
    }

    @Test
    void foreignOperatorsAreFedWhatTheyWereFed() {
        Model m =
                widened(
                        "x:float16[4] -> a:float16[4] = Relu(x); b:float16[4] = Acme.Secret(a); y:float16[4] = Neg(b) -> y",
                        false);
        Node secret = m.graph().find("b_narrow").producer();
        assertEquals("Secret", secret.opType());
        assertEquals(ElementType.FLOAT16, secret.input(0).tensorType().element());
        assertEquals(ElementType.FLOAT, m.graph().find("y").tensorType().element());
        assertEquals(List.of("Relu", "Cast", "Secret", "Cast", "Neg"), operators(m));
    }

    @Test
    void modelOfFloatsIsNotTouched() {
        Model m = GraphText.parse("x:float[4] -> y:float[4] = Relu(x) -> y");
        TypeInference.infer(m);
        assertTrue(WideFloats.apply(m, true, true).isEmpty());
    }

    @Test
    void sequencesOfNarrowTensorsAtTheInterfaceLeaveTheModelAsItIs() {
        Model m = GraphText.parse("x:float16[4] -> s = SequenceConstruct(x, x) -> s");
        TypeInference.infer(m);
        assertTrue(WideFloats.apply(m, true, true).isEmpty());
    }
}
