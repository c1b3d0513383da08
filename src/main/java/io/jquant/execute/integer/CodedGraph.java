package io.jquant.execute.integer;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;
import io.jquant.tensor.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph whose real values are looked at as codes, where they are the same. */
final class CodedGraph {
    /** Operators that give elements of their first input, unchanged. */
    private static final Set<String> MOVES =
            Set.of(
                    "Reshape",
                    "Transpose",
                    "Squeeze",
                    "Unsqueeze",
                    "Flatten",
                    "Slice",
                    "Gather",
                    "Expand",
                    "Tile",
                    "DepthToSpace",
                    "SpaceToDepth",
                    "Identity",
                    "MaxPool");

    private final Graph graph;
    private final Map<Value, Coded> memory = new HashMap<>();

    CodedGraph(Graph graph) {
        this.graph = graph;
    }

    /** Does a node pass on elements of its first input, be they numbers or codes? */
    static boolean isMove(Node n) {
        return n.domain().isEmpty()
                && MOVES.contains(n.opType())
                && n.outputs().size() == 1
                && n.subgraphs().isEmpty();
    }

    /**
     * The codes behind a real value: what a DequantizeLinear reads, moved as the value has been
     * since. Null where there are none.
     */
    Coded coded(Value real) {
        Node p = real == null ? null : real.producer();
        if (p == null || real.graph() != graph) {
            return null;
        }
        if (QdqNodes.isDequantize(p)) {
            return Coded.readBy(p);
        }
        if (!isMove(p)) {
            return null;
        }
        Coded known = memory.get(real);
        if (known != null) {
            return known;
        }
        List<Node> moves = new ArrayList<>();
        Value from = real;
        while (from.producer() != null
                && from.graph() == graph
                && isMove(from.producer())
                && !memory.containsKey(from)) {
            moves.add(from.producer());
            from = from.producer().input(0);
        }
        Coded at = memory.get(from);
        if (at == null) {
            Node dq = from.producer();
            boolean dequantized = dq != null && dq.graph() == graph && QdqNodes.isDequantize(dq);
            at = dequantized ? Coded.readBy(dq) : null;
        }
        if (at == null || !at.isPerTensor()) {
            return null;
        }
        for (int i = moves.size() - 1; i >= 0; i--) {
            Node move = moves.get(i);
            Value codes = fresh(move.output(), at.type());
            add(move, move, at.codes(), codes);
            at = at.with(codes);
            memory.put(move.output(), at);
        }
        return at;
    }

    /** A new value for codes with the shape of a real value. */
    Value fresh(Value real, ElementType type) {
        ValueType.TensorType t = real.tensorType();
        return graph.addFreshValue(
                real.name() + "_codes",
                new ValueType.TensorType(type, t == null ? null : t.shape()));
    }

    /** Does to codes what a node does to numbers. */
    void add(Node before, Node move, Value from, Value to) {
        List<Value> inputs = new ArrayList<>(move.inputs());
        inputs.set(0, from);
        graph.insertNode(
                before,
                move.name(),
                "",
                move.opType(),
                copy(move.attributes()),
                inputs,
                List.of(to));
    }

    /** A node that stands before another one and produces a value that exists already. */
    void add(
            Node before,
            String name,
            String domain,
            String type,
            Attributes attributes,
            List<Value> inputs,
            Value output) {
        Node n =
                graph.insertNode(
                        before,
                        name,
                        domain,
                        type,
                        attributes,
                        inputs,
                        Arrays.asList((Value) null));
        graph.moveOutput(output, n, 0);
    }

    /** An initializer. */
    Value constant(String base, Tensor tensor) {
        return graph.addInitializer(base, tensor);
    }

    /** The zero point, made where it is left out. */
    Value zero(Coded c) {
        return c.zero() != null ? c.zero() : constant("zero", Tensor.zeros(c.type(), Shape.SCALAR));
    }

    static Attributes copy(Attributes attributes) {
        return Attributes.of(attributes.all().toArray(new Attribute[0]));
    }
}
