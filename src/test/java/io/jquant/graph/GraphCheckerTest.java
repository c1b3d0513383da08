package io.jquant.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.support.JquantException;
import io.jquant.support.Problem;
import io.jquant.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphCheckerTest {
    private static final String TEXT =
            "opset 17; c:bool[], x:float[3] ->\n"
                    + "  a = Add(x, w:float[3]);\n"
                    + "  y = If(c){then_branch=graph(-> t = Neg(a) -> t), else_branch=graph(-> e ="
                    + " Abs(a) -> e)}\n"
                    + "-> y:float[3]";

    private final Model model = GraphText.parse(TEXT);
    private final Graph graph = model.graph();

    private Graph then() {
        return graph.nodes().get(1).attributes().getGraph("then_branch");
    }

    private void assertBroken(String part) {
        String problem = GraphChecker.problem(model);
        assertNotNull(problem);
        assertTrue(problem.contains(part), problem);
    }

    @Test
    void aSoundModelHasNoProblem() {
        assertNull(GraphChecker.problem(model));
        GraphChecker.check(model, "test");
    }

    @Test
    void aBrokenOneIsNamedWithWhereItBroke() {
        graph.addOutput(graph.addValue("nobody", null));
        JquantException e =
                assertThrows(JquantException.class, () -> GraphChecker.check(model, "pass p"));
        assertEquals(Problem.GRAPH_INVALID, e.problem());
        assertTrue(e.getMessage().startsWith("pass p: "), e.getMessage());
        assertTrue(e.getMessage().contains("'nobody'"), e.getMessage());
    }

    @Test
    void valuesThatNothingMakes() {
        graph.nodes().get(0).setInput(1, graph.addValue("nobody", null));
        assertBroken("nothing makes value 'nobody'");
    }

    @Test
    void nodesBeforeWhatTheyRead() {
        Value y = graph.addValue("late", null);
        graph.insertNode(
                graph.nodes().get(0),
                "early",
                "",
                "Neg",
                new Attributes(),
                List.of(graph.find("a")),
                List.of(y));
        assertBroken("reads 'a' before it is made");
    }

    @Test
    void bodiesBeforeWhatTheyRead() {
        Value late = graph.addValue("late", null);
        graph.addNode("n", "", "Neg", new Attributes(), List.of(graph.find("x")), List.of(late));
        then().nodes().get(0).setInput(0, late);
        assertBroken("reads 'late' before it is made");
    }

    @Test
    void valuesOfABodyReadOutsideOfIt() {
        graph.nodes().get(0).setInput(1, then().find("t"));
        assertBroken("reads 't' before it is made");
    }

    @Test
    void valuesOfABodyReadInTheBodyBesideIt() {
        Graph otherwise = graph.nodes().get(1).attributes().getGraph("else_branch");
        otherwise.nodes().get(0).setInput(0, then().find("t"));
        assertBroken("reads 't' before it is made");
    }

    @Test
    void domainsThatAreNotImported() {
        graph.addNode(
                "n", "com.example", "Thing", new Attributes(), List.of(graph.find("x")), List.of());
        assertBroken("domain 'com.example'");
        model.opsets().put("com.example", 1L);
        assertNull(GraphChecker.problem(model));
    }

    @Test
    void attributesThatDoNotHoldWhatTheySay() {
        Attributes attributes = graph.nodes().get(0).attributes();
        attributes.set(new Attribute("k", AttributeType.INTS, 3L));
        assertBroken("attribute 'k'");
        attributes.set(new Attribute("k", AttributeType.STRINGS, List.of("text")));
        assertBroken("attribute 'k'");
        attributes.set(new Attribute("k", AttributeType.INT, null));
        assertBroken("attribute 'k'");
    }

    @Test
    void bodiesThatHangElsewhere() {
        Graph stray = new Graph("stray");
        stray.addOutput(stray.addInitializer("k", Tensor.scalar(1f)));
        graph.nodes()
                .get(1)
                .attributes()
                .set(new Attribute("then_branch", AttributeType.GRAPH, stray));
        assertBroken("hangs in another graph");
    }

    @Test
    void initializersThatANodeMakesToo() {
        graph.setInitializer(graph.find("a"), Tensor.scalar(1f));
        assertBroken("'a' is made by a node");
    }

    @Test
    void graphInputsThatANodeMakesToo() {
        graph.addInput(graph.find("a"));
        assertBroken("'a' is made by a node");
    }

    @Test
    void nodesThatDoNotFitTheirOperator() {
        Node add = graph.nodes().get(0);
        add.truncateInputs(1);
        assertBroken("has 1 inputs, wants 2");
    }

    @Test
    void attributesThatTheOperatorTakesInAnotherType() {
        model.opsets().put("", 13L);
        graph.nodes().get(1).attributes().remove("else_branch");
        assertBroken("attribute 'else_branch' is missing");
    }

    @Test
    void equalFormsOfAnOperatorHaveOneNumber() {
        assertEquals(14, OperatorSignatures.since("Relu", 17));
        assertEquals(13, OperatorSignatures.since("Relu", 13));
        assertEquals(0, OperatorSignatures.since("Upsample", 10));
        assertEquals(9, OperatorSignatures.since("Upsample", 9));
        assertEquals(0, OperatorSignatures.since("Thing", 9));
    }

    @Test
    void everySignatureCanBeRead() {
        for (String op : OperatorSignatures.names()) {
            assertTrue(!OperatorSignatures.versions(op).isEmpty(), op);
        }
        assertTrue(OperatorSignatures.names().size() > 200);
        Signature conv = OperatorSignatures.versions("Conv").get(1);
        assertEquals(2, conv.leastInputs());
        assertEquals(3, conv.mostInputs());
        assertEquals(AttributeType.INTS, conv.attributes().get("pads").type());
        assertEquals(Integer.MAX_VALUE, OperatorSignatures.versions("Concat").get(13).mostInputs());
        assertTrue(
                OperatorSignatures.versions("Concat").get(4).attributes().get("axis").required());
    }
}
