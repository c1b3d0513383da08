package io.jquant.graph;

import io.jquant.support.Problem;
import io.jquant.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Holds a model against the rules that every stage relies on: names are unique, every value is made
 * before it is read and read only where it can be seen, readers and values know of each other,
 * attributes hold what they say, and the operator set of every node is imported. Linear in the size
 * of the model.
 */
public final class GraphChecker {
    /** The last operator set in which an experimental operator became a regular one. */
    private static final int LAST_EXPERIMENTAL = 10;

    private final Map<String, Long> opsets;
    private final Set<String> localDomains;
    private final Set<String> names = new HashSet<>();

    /** The first broken rule. */
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    private GraphChecker(Map<String, Long> opsets, Set<String> localDomains) {
        this.opsets = opsets;
        this.localDomains = localDomains;
    }

    /**
     * Checks a model.
     *
     * @param where the file, or the stage that has just changed the model, for the message
     * @throws io.jquant.support.JquantException {@code GRAPH_INVALID} with the first broken rule
     */
    public static void check(Model model, String where) {
        String problem = problem(model);
        if (problem != null) {
            throw Problem.GRAPH_INVALID.with(where, problem);
        }
    }

    /** The first rule that the model breaks, as a sentence; null when it is sound. */
    public static String problem(Model model) {
        try {
            Set<String> local = new HashSet<>();
            for (Model.Function f : model.functions()) {
                local.add(f.domain());
            }
            new GraphChecker(model.opsets(), local).graph(model.graph(), new HashSet<>());
            for (Model.Function f : model.functions()) {
                new GraphChecker(f.opsets(), local).graph(f.body(), new HashSet<>());
            }
            return null;
        } catch (Broken e) {
            return e.getMessage();
        }
    }

    /**
     * @param visible the values that nodes of this graph may read from around it; on return the
     *     same again
     */
    private void graph(Graph graph, Set<Value> visible) throws Broken {
        Set<Value> own = new HashSet<>();
        for (Value v : graph.values()) {
            value(graph, v);
            own.add(v);
            if (v.producer() == null) {
                boolean known = v.constant() != null || v.isGraphInput();
                boolean needed = v.useCount() > 0 || v.isGraphOutput();
                require(known || !needed, "nothing makes value '%s'", v);
                visible.add(v);
            }
        }
        for (Value v : graph.inputs()) {
            require(own.contains(v), "graph input '%s' is no value of the graph", v);
            require(v.producer() == null, "graph input '%s' is made by a node", v);
        }
        Node previous = null;
        int count = 0;
        for (Node n : graph) {
            require(n.previous == previous, "the chain of nodes is torn at %s", n);
            node(graph, n, own, visible);
            previous = n;
            count++;
        }
        require(count == graph.nodeCount(), "the graph counts %s nodes", graph.nodeCount());
        for (Value v : graph.outputs()) {
            require(own.contains(v), "graph output '%s' is no value of the graph", v);
            require(visible.contains(v), "nothing makes graph output '%s'", v);
            require(v.isGraphOutput(), "graph output '%s' does not know that it is one", v);
        }
        visible.removeAll(own);
    }

    private void value(Graph graph, Value v) throws Broken {
        require(!v.name().isEmpty(), "a value has no name");
        require(names.add(v.name()), "two values are called '%s'", v);
        require(v.graph() == graph, "value '%s' belongs to another graph", v);
        require(graph.find(v.name()) == v, "value '%s' is not found by its name", v);
        Node producer = v.producer();
        if (producer != null) {
            boolean mutual =
                    producer.isAttached()
                            && producer.graph() == graph
                            && producer.output(v.outputIndex()) == v;
            require(mutual, "value '%s' and the node that makes it do not know each other", v);
            require(v.constant() == null, "initializer '%s' is made by a node", v);
        }
        for (Use u : v.uses()) {
            boolean mutual = u.node().isAttached() && u.node().input(u.index()) == v;
            require(mutual, "value '%s' lists %s as a reader, which does not read it", v, u.node());
        }
    }

    private void node(Graph graph, Node n, Set<Value> own, Set<Value> visible) throws Broken {
        require(n.graph() == graph && n.isAttached(), "%s belongs to another graph", n);
        require(!n.opType().isEmpty(), "%s names no operator", n);
        require(
                opsets.containsKey(n.domain()) || localDomains.contains(n.domain()),
                "%s is of domain '%s', of which no operator set is imported",
                n,
                n.domain());
        signature(n);
        List<Value> inputs = n.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            Value v = inputs.get(i);
            if (v == null) {
                continue;
            }
            require(visible.contains(v), "%s reads '%s' before it is made", n, v);
            require(v.isReadAt(n, i), "value '%s' does not know its reader %s", v, n);
        }
        for (Attribute a : n.attributes().all()) {
            attribute(n, a);
        }
        for (Graph body : n.subgraphs()) {
            require(body.parent() == graph, "a body of %s hangs in another graph", n);
            graph(body, visible);
        }
        for (Value v : n.outputs()) {
            if (v != null) {
                require(own.contains(v), "output '%s' of %s is no value of the graph", v, n);
                require(v.producer() == n, "value '%s' does not know that %s makes it", v, n);
                visible.add(v);
            }
        }
    }

    /** What shows without types: numbers of inputs and outputs, and attributes. */
    private void signature(Node n) throws Broken {
        if (!n.domain().isEmpty() || localDomains.contains("")) {
            return;
        }
        int opset = opsets.get("").intValue();
        NavigableMap<Integer, Signature> versions = OperatorSignatures.versions(n.opType());
        boolean known = !versions.isEmpty() || opset <= LAST_EXPERIMENTAL;
        require(known, "%s is no operator of ONNX", n);
        if (!versions.isEmpty() && opset < versions.firstKey()) {
            // Some operators were experimental, and in use, before they got a version.
            require(
                    versions.firstKey() <= LAST_EXPERIMENTAL,
                    "%s is an operator since operator set %s, %s is imported",
                    n,
                    versions.firstKey(),
                    opset);
        } else if (!versions.isEmpty()) {
            Signature s = versions.floorEntry(opset).getValue();
            String problem = s == null ? null : s.problem(n);
            require(problem == null, "%s %s", n, problem);
        }
        boolean empty = n.is("Constant") && n.attributes().all().isEmpty();
        require(!empty, "%s has no value", n);
    }

    private void attribute(Node n, Attribute a) throws Broken {
        Object v = a.value();
        if (a.reference() != null) {
            require(v == null, "attribute '%s' of %s has a value and a reference", a.name(), n);
            return;
        }
        boolean fits =
                switch (a.type()) {
                    case FLOAT -> v instanceof Float;
                    case INT -> v instanceof Long;
                    case STRING, OPAQUE -> v instanceof byte[];
                    case TENSOR, SPARSE_TENSOR -> v instanceof Tensor;
                    case GRAPH -> v instanceof Graph;
                    case FLOATS -> v instanceof float[];
                    case INTS -> v instanceof long[];
                    case STRINGS -> isListOf(v, byte[].class);
                    case TENSORS -> isListOf(v, Tensor.class);
                    case GRAPHS -> isListOf(v, Graph.class);
                };
        require(fits, "attribute '%s' of %s does not hold %s", a.name(), n, a.type());
    }

    private static boolean isListOf(Object v, Class<?> type) {
        return v instanceof List<?> list && list.stream().allMatch(type::isInstance);
    }

    /**
     * @param message with {@code %s} for each of the details
     */
    private static void require(boolean holds, String message, Object... details) throws Broken {
        if (!holds) {
            String text = message;
            for (Object d : details) {
                text = text.replaceFirst("%s", Matcher.quoteReplacement(String.valueOf(d)));
            }
            throw new Broken(text);
        }
    }
}
