package io.jquant.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphClonerTest {
    /** c -> If(c) { then: y = Neg(w) } with a captured constant. */
    private static Model withBody() {
        Graph g = new Graph("main");
        Value c = g.addValue("c", ValueType.tensor(ElementType.BOOL, new long[0]));
        g.addInput(c);
        Value w = g.addInitializer("w", Tensor.vector(1, 2));
        Graph body = new Graph("then", g);
        Value inner = body.addValue("inner", null);
        body.addNode("neg", "", "Neg", new Attributes(), List.of(w), List.of(inner));
        body.addOutput(inner);
        Value y = g.addValue("y", null);
        Attribute branch = new Attribute("then_branch", AttributeType.GRAPH, body);
        g.addNode("if", "", "If", Attributes.of(branch), List.of(c), List.of(y));
        g.addOutput(y);
        Model m = new Model(g);
        m.opsets().put("", 17L);
        m.metadata().put("k", "v");
        m.setIrVersion(8);
        return m;
    }

    @Test
    void copiesBodiesAndWhatTheyCapture() {
        Model m = withBody();
        Model copy = m.copy();
        Node node = copy.graph().nodes().get(0);
        Graph body = node.attributes().getGraph("then_branch");
        assertSame(copy.graph(), body.parent());
        Value captured = body.nodes().get(0).input(0);
        assertSame(copy.graph().find("w"), captured);
        assertNotSame(m.graph().find("w"), captured);
        assertSame(m.graph().find("w").constant(), captured.constant());
        assertEquals(17, copy.opset());
        assertEquals(8, copy.irVersion());
        assertEquals("v", copy.metadata().get("k"));
    }

    @Test
    void changesOfTheCopyLeaveTheOriginalAlone() {
        Model m = withBody();
        Model copy = m.copy();
        Graph g = copy.graph();
        g.setOutput(0, g.find("c"));
        g.removeNode(g.nodes().get(0));
        assertEquals(1, m.graph().nodeCount());
        assertEquals(1, m.graph().find("w").useCount());
        assertEquals(0, g.find("w").useCount());
    }

    @Test
    void aModelCanBecomeItsEarlierCopy() {
        Model m = withBody();
        Model before = m.copy();
        m.opsets().put("", 13L);
        m.graph().setName("changed");
        m.become(before);
        assertEquals("main", m.graph().name());
        assertEquals(17, m.opset());
    }

    @Test
    void aSoleReaderIsTheOnlyUseOfAValueThatIsNoOutput() {
        Model m = withBody();
        Value w = m.graph().find("w");
        assertEquals("neg", w.soleReader().name());
        m.graph().addOutput(w);
        assertEquals(null, w.soleReader());
    }
}
