package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes that hang together and may all be moved to another layout. */
final class LayoutIsland {
    private static final Set<String> HEAVY = Set.of("Conv", "ConvTranspose");
    private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul", "Div");

    private final Graph graph;
    private final Set<Node> nodes;
    private final Workspace work;

    LayoutIsland(Graph graph, Set<Node> nodes, Workspace work) {
        this.graph = graph;
        this.nodes = nodes;
        this.work = work;
    }

    static List<Long> key(long[] perm) {
        return Arrays.stream(perm).boxed().toList();
    }

    /** Is the value transposed when its layout changes: not a constant, not a single element? */
    static boolean isMoved(Value v, Workspace work) {
        return v != null && work.constant(v) == null && !LayoutRules.isSingle(v, work);
    }

    /** The permutations with which Transposes around the island would cancel. */
    List<long[]> permutations(int rank) {
        List<long[]> out = new ArrayList<>();
        for (Value v : inputs()) {
            long[] p = permutation(v.producer(), rank);
            if (p != null) {
                out.add(p);
            }
        }
        for (Node n : nodes) {
            for (Value v : n.outputs()) {
                for (Use u : v.uses()) {
                    long[] p = isInside(u) ? null : permutation(u.node(), rank);
                    if (p != null) {
                        out.add(Transposed.inverse(p));
                    }
                }
            }
        }
        return out;
    }

    private long[] permutation(Node t, int rank) {
        return t != null && t.is("Transpose") && t.graph() == graph
                ? MergeTransposes.permutation(t, rank)
                : null;
    }

    private boolean isInside(Use u) {
        return nodes.contains(u.node()) && LayoutRules.tensors(u.node()).contains(u.index());
    }

    /** What comes from outside and is transposed, in order. */
    private Set<Value> inputs() {
        Set<Value> out = new LinkedHashSet<>();
        for (Node n : nodes) {
            for (int i : LayoutRules.tensors(n)) {
                Value v = n.input(i);
                if (isMoved(v, work) && !nodes.contains(v.producer())) {
                    out.add(v);
                }
            }
        }
        return out;
    }

    private boolean isReadOutside(Value v) {
        return v.isGraphOutput() || v.uses().stream().anyMatch(u -> !isInside(u));
    }

    /**
     * How many Transposes fewer there are when each value v of the island is replaced by v', where
     * v = transpose(v', perm).
     */
    int saved(long[] perm) {
        int saved = 0;
        for (Value v : inputs()) {
            long[] p = permutation(v.producer(), perm.length);
            boolean stays = p == null || isReadOutside(v);
            boolean cancels = p != null && Arrays.equals(p, perm);
            saved += cancels ? (stays ? 0 : 1) : (stays ? -1 : 0);
        }
        for (Node n : nodes) {
            for (Value v : n.outputs()) {
                boolean others = v.isGraphOutput();
                for (Use u : isMoved(v, work) ? v.uses() : List.<Use>of()) {
                    long[] p = isInside(u) ? null : permutation(u.node(), perm.length);
                    if (p != null && u.index() == 0) {
                        boolean gone = MergeTransposes.isIdentity(Transposed.then(perm, p));
                        saved += gone ? 1 : 0;
                    } else if (!isInside(u)) {
                        others = true;
                    }
                }
                saved -= others ? 1 : 0;
            }
        }
        return saved;
    }

    /**
     * Are all Transposes before the island those of convolutions, and is all of it element-wise
     * with constants among the operands, so that the convolutions can take it in?
     */
    boolean comesBehindConv(long[] perm) {
        boolean foldable = false;
        for (Node n : nodes) {
            if (n.inputs().size() > 3 || n.outputs().size() != 1 || n.is("Concat")) {
                return false;
            }
            if (!LayoutRules.isElementwise(n)) {
                return false;
            }
            foldable |= ARITHMETIC.contains(n.opType()) && Match.constantOperand(n, work) >= 0;
        }
        for (Value v : inputs()) {
            long[] p = permutation(v.producer(), perm.length);
            Value x = p == null || !Arrays.equals(p, perm) ? null : v.producer().input(0);
            boolean heavy =
                    x != null && x.producer() != null && HEAVY.contains(x.producer().opType());
            if (!heavy || isReadOutside(v)) {
                return false;
            }
        }
        return foldable;
    }

    /** Moves the nodes, which are given in the order of the graph. */
    void turn(List<Node> sorted, long[] perm) {
        long[] back = Transposed.inverse(perm);
        Map<Value, Value> moved = new HashMap<>();
        for (Node n : sorted) {
            List<Value> inputs = new ArrayList<>(n.inputs());
            for (int i : LayoutRules.tensors(n)) {
                inputs.set(i, moved(n, n.input(i), moved, back));
            }
            LayoutRules.parameters(n, perm, work).forEach(inputs::set);
            List<Value> outputs = new ArrayList<>();
            for (Value v : n.outputs()) {
                Value twin = graph.addFreshValue(v.name() + "_moved", null);
                outputs.add(twin);
                moved.put(v, twin);
            }
            graph.insertNode(
                    n,
                    n.name(),
                    n.domain(),
                    n.opType(),
                    LayoutRules.attributes(n, perm),
                    inputs,
                    outputs);
        }
        for (int i = sorted.size() - 1; i >= 0; i--) {
            release(sorted.get(i), moved, perm);
        }
    }

    private Value moved(Node reader, Value v, Map<Value, Value> moved, long[] back) {
        Value known = moved.get(v);
        if (known != null) {
            return known;
        }
        Value out;
        Tensor constant = v == null ? null : work.constant(v);
        if (v == null || LayoutRules.isSingle(v, work)) {
            return v;
        }
        if (constant != null) {
            out = graph.addInitializer(v.name() + "_moved", Transposed.of(constant, back));
        } else {
            Node t = v.producer();
            long[] p = permutation(t, back.length);
            Value x = p == null ? v : t.input(0);
            long[] all = p == null ? back : Transposed.then(p, back);
            out =
                    MergeTransposes.isIdentity(all)
                            ? x
                            : Rewrites.before(
                                    reader,
                                    "Transpose",
                                    Attributes.of(Attribute.of("perm", all)),
                                    x);
        }
        moved.put(v, out);
        return out;
    }

    /** Takes a node away whose twin stands before it; who else reads it gets a Transpose. */
    private void release(Node n, Map<Value, Value> moved, long[] perm) {
        for (Value v : List.copyOf(n.outputs())) {
            Value twin = moved.get(v);
            for (Use u : v.uses()) {
                long[] p = permutation(u.node(), perm.length);
                if (p != null && !nodes.contains(u.node())) {
                    long[] all = Transposed.then(perm, p);
                    if (!MergeTransposes.isIdentity(all)) {
                        u.node().attributes().set(Attribute.of("perm", all));
                        u.node().setInput(0, twin);
                    } else {
                        twin = cancel(u.node(), twin);
                        moved.put(v, twin);
                    }
                }
            }
        }
        for (Value v : List.copyOf(n.outputs())) {
            if (v.useCount() > 0 || v.isGraphOutput()) {
                Node t =
                        graph.insertNode(
                                n,
                                "",
                                "",
                                "Transpose",
                                Attributes.of(Attribute.of("perm", perm)),
                                List.of(moved.get(v)),
                                List.of());
                graph.moveOutput(v, t, 0);
            }
        }
        graph.removeNode(n);
    }

    /** Takes away a Transpose that gives back a value; tells what this value is called then. */
    private static Value cancel(Node t, Value same) {
        Value out = t.output();
        boolean named = out.isGraphOutput();
        if (Rewrites.bypass(t, same)) {
            return named ? out : same;
        }
        Rewrites.replace(t, "Identity", new Attributes(), same);
        return same;
    }
}
