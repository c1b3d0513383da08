package io.jquant.load;

import static io.jquant.load.Protos.attribute;
import static io.jquant.load.Protos.body;
import static io.jquant.load.Protos.bodyGraph;
import static io.jquant.load.Protos.call;
import static io.jquant.load.Protos.function;
import static io.jquant.load.Protos.graph;
import static io.jquant.load.Protos.node;
import static io.jquant.load.Protos.opset;
import static io.jquant.load.Protos.reference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.graph.Graph;
import io.jquant.graph.GraphChecker;
import io.jquant.graph.Model;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.proto.AttributeProto.AttributeType;
import io.jquant.proto.FunctionProto;
import io.jquant.proto.ModelProto;
import io.jquant.proto.NodeProto;
import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FunctionInlinerTest {
    private static Model inline(ModelProto.Builder proto, FunctionProto.Builder... functions) {
        for (FunctionProto.Builder f : functions) {
            proto.addFunctions(f);
        }
        proto.addOpsetImport(opset("local", 1));
        Model m = Protos.parse(proto);
        FunctionInliner.inline(m, "test.onnx");
        assertNull(GraphChecker.problem(m));
        assertEquals(List.of(), m.functions());
        return m;
    }

    /** Nodes as "Op(inputs -> outputs)". */
    private static String text(Graph g) {
        return g.nodes().stream().map(FunctionInlinerTest::text).collect(Collectors.joining(" "));
    }

    private static String text(Node n) {
        return n.opType() + names(n.inputs()) + "->" + names(n.outputs());
    }

    private static String names(List<Value> values) {
        return values.stream()
                .map(v -> v == null ? "_" : v.name())
                .collect(Collectors.joining(",", "(", ")"));
    }

    private static Problem failure(Runnable r) {
        return assertThrows(JquantException.class, r::run).problem();
    }

    @Test
    void aCallBecomesTheBodyAndKeepsTheNamesOfItsResults() {
        Model m =
                inline(
                        Protos.model(graph(call("F", "x", "y"))),
                        function("F", "a", "b", node("Neg", "a", "t"), node("Relu", "t", "b")));
        assertEquals("Neg(x)->(y/t) Relu(y/t)->(y)", text(m.graph()));
        assertFalse(m.opsets().containsKey("local"));
    }

    @Test
    void everyCallGetsNamesOfItsOwn() {
        Model m =
                inline(
                        Protos.model(graph(call("F", "x", "h"), call("F", "h", "y"))),
                        function("F", "a", "b", node("Neg", "a", "t"), node("Relu", "t", "b")));
        assertEquals("Neg(x)->(h/t) Relu(h/t)->(h) Neg(h)->(y/t) Relu(y/t)->(y)", text(m.graph()));
    }

    @Test
    void functionsThatCallFunctionsAreInlinedToTheEnd() {
        Model m =
                inline(
                        Protos.model(graph(call("F", "x", "y"))),
                        function("F", "a", "b", call("G", "a", "t"), call("G", "t", "b")),
                        function("G", "a", "b", node("Relu", "a", "b")));
        assertEquals("Relu(x)->(y/t) Relu(y/t)->(y)", text(m.graph()));
    }

    @Test
    void callsInsideBodiesAreInlinedToo() {
        NodeProto branch =
                node(
                        "If",
                        "c",
                        "y",
                        body("then_branch", bodyGraph("t", call("F", "x", "t"))),
                        body("else_branch", bodyGraph("e", node("Neg", "x", "e"))));
        ModelProto.Builder proto =
                Protos.model(graph(node("Cast", "x", "c", attribute("to", 9)), branch));
        Model m = inline(proto, function("F", "a", "b", node("Relu", "a", "b")));
        Graph body = m.graph().nodes().get(1).attributes().getGraph("then_branch");
        assertEquals("Relu(x)->(t)", text(body));
    }

    @Test
    void bodiesInsideFunctionsAreCopiedForEveryCall() {
        NodeProto branch =
                node(
                        "If",
                        "c",
                        "b",
                        body("then_branch", bodyGraph("t", node("Relu", "a", "t"))),
                        body("else_branch", bodyGraph("e", node("Neg", "a", "e"))));
        Model m =
                inline(
                        Protos.model(graph(call("F", "x", "h"), call("F", "h", "y"))),
                        function(
                                "F", "a", "b", node("Cast", "a", "c", attribute("to", 9)), branch));
        Graph second = m.graph().nodes().get(3).attributes().getGraph("then_branch");
        assertEquals("Relu(h)->(y/t)", text(second));
        assertEquals(m.graph(), second.parent());
    }

    @Test
    void attributesComeFromTheCallElseFromTheDefaultElseAreLeftOut() {
        NodeProto inner = node("Softmax", "a", "b", reference("axis", "where", AttributeType.INT));
        FunctionProto.Builder plain = function("F", "a", "b", inner).addAttribute("where");
        FunctionProto.Builder preset =
                function("G", "a", "b", inner).addAttributeProto(attribute("where", 7));
        NodeProto given =
                call("F", "x", "p").toBuilder().addAttribute(attribute("where", 1)).build();
        Model m =
                inline(
                        Protos.model(graph(given, call("F", "p", "q"), call("G", "q", "y"))),
                        plain,
                        preset);
        List<Node> nodes = m.graph().nodes();
        assertEquals(1, nodes.get(0).attributes().getInt("axis", -99));
        assertEquals(-99, nodes.get(1).attributes().getInt("axis", -99));
        assertEquals(7, nodes.get(2).attributes().getInt("axis", -99));
    }

    @Test
    void inputsAndOutputsMayBeLeftOutAndHandedThrough() {
        Model m =
                inline(
                        Protos.model(graph(call("F", "x .", ". z y"), node("Neg", "z", "n"))),
                        function(
                                "F",
                                "a b",
                                "r a r2",
                                node("Clip", "a b", "r"),
                                node("Abs", "a", "r2")));
        assertEquals(
                "Clip(x,_)->(y/r) Abs(x)->(y) Identity(x)->(z) Neg(z)->(n)".replace("y/", "z/"),
                text(m.graph()));
    }

    @Test
    void oneResultMayBeHandedOutTwice() {
        Model m =
                inline(
                        Protos.model(graph(call("F", "x", "p q"), node("Add", "p q", "y"))),
                        function("F", "a", "r r", node("Abs", "a", "r")));
        assertEquals("Abs(x)->(p) Identity(p)->(q) Add(p,q)->(y)", text(m.graph()));
    }

    @Test
    void endlessFunctionsAreRefused() {
        ModelProto.Builder self = Protos.model(graph(call("F", "x", "y")));
        assertEquals(
                Problem.FUNCTION_RECURSIVE,
                failure(() -> inline(self, function("F", "a", "b", call("F", "a", "b")))));
        ModelProto.Builder two = Protos.model(graph(call("F", "x", "y")));
        JquantException e =
                assertThrows(
                        JquantException.class,
                        () ->
                                inline(
                                        two,
                                        function("E", "a", "b", call("F", "a", "b")),
                                        function("F", "a", "b", call("G", "a", "b")),
                                        function("G", "a", "b", call("F", "a", "b"))));
        assertTrue(e.getMessage().contains("'F', 'G'"), e.getMessage());
    }

    @Test
    void functionsThatExplodeAreRefusedBeforeTheyDo() {
        FunctionProto.Builder[] functions = new FunctionProto.Builder[41];
        for (int i = 0; i < 40; i++) {
            functions[i] =
                    function(
                            "F" + i,
                            "a",
                            "b",
                            call("F" + (i + 1), "a", "t"),
                            call("F" + (i + 1), "t", "b"));
        }
        functions[40] = function("F40", "a", "b", node("Relu", "a", "b"));
        ModelProto.Builder proto = Protos.model(graph(call("F0", "x", "y")));
        assertEquals(Problem.FUNCTION_UNSUPPORTED, failure(() -> inline(proto, functions)));
    }

    @Test
    void aFunctionOfAnotherOperatorSetFitsWhileItsOperatorsAreTheSame() {
        FunctionProto.Builder f = function("F", "a", "b", node("Relu", "a", "b"));
        f.setOpsetImport(0, opset("", 14)); // Relu-14 is what operator set 17 has
        assertEquals(
                "Relu(x)->(y)", text(inline(Protos.model(graph(call("F", "x", "y"))), f).graph()));
        FunctionProto.Builder old = function("F", "a", "b", node("Relu", "a", "b"));
        old.setOpsetImport(0, opset("", 13));
        assertEquals(
                Problem.FUNCTION_UNSUPPORTED,
                failure(() -> inline(Protos.model(graph(call("F", "x", "y"))), old)));
    }

    @Test
    void aBodyThatLacksAnAttributeOfItsCallIsRefused() {
        NodeProto cast = node("Cast", "a", "b", reference("to", "type", AttributeType.INT));
        FunctionProto.Builder f = function("F", "a", "b", cast).addAttribute("type");
        assertEquals(
                Problem.GRAPH_INVALID,
                failure(() -> inline(Protos.model(graph(call("F", "x", "y"))), f)));
    }

    @Test
    void callsThatDoNotFitAreRefused() {
        FunctionProto.Builder f = function("F", "a", "b", node("Relu", "a", "b"));
        assertEquals(
                Problem.FUNCTION_INVALID,
                failure(() -> inline(Protos.model(graph(call("F", "x x", "y"))), f)));
        assertEquals(
                Problem.FUNCTION_INVALID,
                failure(() -> inline(Protos.model(graph(call("F", "x", "y z"))), f)));
        assertEquals(
                Problem.FUNCTION_INVALID,
                failure(() -> inline(Protos.model(graph(call("F", "x", "y"))), f, f)));
    }
}
