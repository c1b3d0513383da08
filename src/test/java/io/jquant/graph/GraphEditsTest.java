package io.jquant.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is done to a graph, values and readers know each other and the order stays sound. */
class GraphEditsTest {
    /** The edits, drawn by a seed. */
    private static final class Editor {
        private final Random random;
        private final Model model;
        private final Graph main;

        Editor(long seed) {
            random = new Random(seed);
            main = new Graph("main");
            model = new Model(main);
            model.opsets().put("", 17L);
            model.opsets().put("test", 1L);
            model.setIrVersion(8);
            for (int i = 0; i < 3; i++) {
                main.addInput(main.addValue("in" + i, ValueType.tensor(ElementType.FLOAT, 2)));
            }
            main.addInitializer("w", Tensor.vector(1, 2));
            main.addOutput(main.find("in0"));
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        /** A graph of the model: the main one, or a body at any depth. */
        private Graph anyGraph() {
            List<Graph> all = new ArrayList<>();
            collect(main, all);
            return any(all);
        }

        private static void collect(Graph g, List<Graph> all) {
            all.add(g);
            for (Node n : g) {
                n.subgraphs().forEach(body -> collect(body, all));
            }
        }

        /** What a node standing before another one (null: at the end) may read. */
        private List<Value> readable(Graph g, Node before) {
            List<Value> out = new ArrayList<>();
            Node stop = before;
            for (Graph at = g; at != null; at = at.parent()) {
                for (Value v : at.values()) {
                    if (v.producer() == null && (v.constant() != null || v.isGraphInput())) {
                        out.add(v);
                    }
                }
                for (Node n : at) {
                    if (n == stop) {
                        break;
                    }
                    n.outputs().stream().filter(v -> v != null).forEach(out::add);
                }
                stop = owner(at);
            }
            return out;
        }

        /** The node that a body belongs to. */
        private static Node owner(Graph body) {
            if (body.parent() == null) {
                return null;
            }
            for (Node n : body.parent()) {
                if (n.subgraphs().contains(body)) {
                    return n;
                }
            }
            throw new AssertionError("no owner");
        }

        private static int depth(Graph g) {
            return g == null ? 0 : 1 + depth(g.parent());
        }

        void step() {
            Graph g = anyGraph();
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> add(g);
                case 3 -> remove(g);
                case 4 -> replaceAllUses(g);
                case 5 -> g.rename(any(g.values()), g.freshName("renamed"));
                case 6 -> assertEquals(List.of(), g.sort());
                case 7 -> setInput(g);
                default -> outputs(g);
            }
        }

        private void add(Graph g) {
            List<Node> nodes = g.nodes();
            Node before = nodes.isEmpty() || random.nextBoolean() ? null : any(nodes);
            List<Value> readable = readable(g, before);
            List<Value> inputs = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                inputs.add(random.nextInt(5) == 0 ? null : any(readable));
            }
            List<Value> outputs = new ArrayList<>();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                outputs.add(random.nextInt(6) == 0 ? null : g.addFreshValue("v", null));
            }
            Attributes attributes = new Attributes();
            if (random.nextInt(4) == 0 && depth(g) < 4) {
                Graph body = new Graph("body", g);
                Value k = body.addInitializer("k", Tensor.scalar(1f));
                Value out = body.addFreshValue("b", null);
                List<Value> read = List.of(any(readable));
                body.addNode("n", "test", "Thing", new Attributes(), read, List.of(out));
                body.addOutput(random.nextBoolean() ? out : k);
                attributes.set(new Attribute("body", AttributeType.GRAPH, body));
            }
            g.insertNode(before, "n", "test", "Thing", attributes, inputs, outputs);
        }

        private void remove(Graph g) {
            if (g.nodeCount() == 0) {
                return;
            }
            Node n = any(g.nodes());
            for (Value v : n.outputs()) {
                if (v != null && (v.useCount() > 0 || v.isGraphOutput())) {
                    return;
                }
            }
            g.removeNode(n);
        }

        private void replaceAllUses(Graph g) {
            if (g.nodeCount() == 0) {
                return;
            }
            Node n = any(g.nodes());
            Value from = n.output(0);
            List<Value> own = new ArrayList<>();
            for (Value v : readable(g, n)) {
                if (v.graph() == g) {
                    own.add(v);
                }
            }
            if (from != null && !own.isEmpty()) {
                Value to = any(own);
                g.replaceAllUses(from, to);
                assertEquals(0, from.useCount());
            }
        }

        private void setInput(Graph g) {
            if (g.nodeCount() == 0) {
                return;
            }
            Node n = any(g.nodes());
            n.setInput(random.nextInt(n.inputs().size() + 2), any(readable(g, n)));
            if (random.nextInt(4) == 0) {
                n.truncateInputs(random.nextInt(n.inputs().size() + 1));
            }
        }

        private void outputs(Graph g) {
            List<Value> own = new ArrayList<>();
            for (Value v : readable(g, null)) {
                if (v.graph() == g) {
                    own.add(v);
                }
            }
            if (own.isEmpty()) {
                return;
            }
            if (g.outputs().isEmpty() || random.nextInt(3) == 0) {
                g.addOutput(any(own));
            } else {
                g.setOutput(random.nextInt(g.outputs().size()), any(own));
            }
        }
    }

    @Property(tries = 200)
    void editsKeepEverythingTrue(@ForAll long seed) {
        Editor e = new Editor(seed);
        for (int i = 0; i < 60; i++) {
            e.step();
            assertNull(GraphChecker.problem(e.model), () -> "seed " + seed);
        }
    }

    @Property(tries = 50)
    void copiesAreSoundAndTheOriginalStaysAsItWas(@ForAll long seed) {
        Editor e = new Editor(seed);
        for (int i = 0; i < 40; i++) {
            e.step();
        }
        String before = GraphPrinter.print(e.model);
        Model copy = e.model.copy();
        assertNull(GraphChecker.problem(copy));
        assertEquals(before, GraphPrinter.print(copy));
        for (Node n : copy.graph().nodes()) {
            n.truncateInputs(0);
        }
        assertEquals(before, GraphPrinter.print(e.model));
        assertNull(GraphChecker.problem(e.model));
    }

    @Property(tries = 50)
    void sortingASortedGraphChangesNothing(@ForAll long seed) {
        Editor e = new Editor(seed);
        for (int i = 0; i < 40; i++) {
            e.step();
        }
        List<Node> before = e.main.nodes();
        assertEquals(List.of(), e.main.sort());
        List<Node> after = e.main.nodes();
        for (int i = 0; i < before.size(); i++) {
            assertSame(before.get(i), after.get(i));
        }
    }
}
