package io.jquant.optimize.pass;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Use;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.Pass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves Transposes through element-wise operators, Concat, Pad and the like until they cancel.
 *
 * <pre>
 *   Conv ─▶ Transpose {0,2,3,1} ─▶ Relu ─▶ Add(b) ─▶ Transpose {0,3,1,2} ─▶ Conv
 *                          ⇓
 *   Conv ─▶ Relu ─▶ Add(b') ─▶ Conv
 * </pre>
 *
 * <p>What hangs together of operators that do not mind the layout is turned over as a whole, when
 * fewer Transposes are needed around it then; also when as many are needed but come behind what
 * could be folded into a convolution.
 */
public final class CancelTransposes implements Pass {
    private static final PassInfo INFO =
            new PassInfo(
                    "cancel-transposes",
                    "Moves Transposes through element-wise operators, Concat, Pad and the like until "
                            + "they cancel.",
                    Exactness.ROUNDING,
                    Stage.OPSET_13,
                    Stage.CONSTANTS);

    /** Permutations that are tried for each island. */
    private static final int MOST_PERMUTATIONS = 8;

    @Override
    public PassInfo info() {
        return INFO;
    }

    @Override
    public boolean apply(Workspace work) {
        boolean changed = false;
        for (Graph g : work.graphs()) {
            List<Node> transposes = g.nodes().stream().filter(n -> n.is("Transpose")).toList();
            if (!transposes.isEmpty()) {
                changed |= new Search(g, work).run(transposes);
            }
        }
        return changed;
    }

    private static final class Search {
        private final Graph graph;
        private final Workspace work;
        private final Map<Node, Boolean> movable = new HashMap<>();
        private final Set<Node> seen = new HashSet<>();

        Search(Graph graph, Workspace work) {
            this.graph = graph;
            this.work = work;
        }

        boolean run(List<Node> transposes) {
            Map<Node, Integer> order = new HashMap<>();
            for (Node n : graph.nodes()) {
                order.put(n, order.size());
            }
            boolean changed = false;
            for (Node t : transposes) {
                if (!t.isAttached() || t.input(0) == null) {
                    continue;
                }
                int rank = work.facts().rank(t.output());
                List<Node> around = new ArrayList<>();
                if (t.input(0).producer() != null) {
                    around.add(t.input(0).producer());
                }
                t.output().uses().forEach(u -> around.add(u.node()));
                for (Node n : around) {
                    if (rank > 1 && !seen.contains(n) && isMovable(n, rank)) {
                        changed |= turn(island(n, rank), rank, order);
                    }
                }
            }
            return changed;
        }

        private boolean isMovable(Node n, int rank) {
            return n.graph() == graph
                    && n.isAttached()
                    && n.output(0) != null
                    && work.facts().rank(n.output(0)) == rank
                    && movable.computeIfAbsent(n, x -> LayoutRules.moves(x, rank, work));
        }

        /** The nodes that hang together with one. */
        private Set<Node> island(Node from, int rank) {
            Set<Node> out = new LinkedHashSet<>();
            Deque<Node> open = new ArrayDeque<>();
            open.push(from);
            while (!open.isEmpty()) {
                Node n = open.pop();
                if (!seen.add(n)) {
                    continue;
                }
                out.add(n);
                for (int i : LayoutRules.tensors(n)) {
                    Value v = n.input(i);
                    if (LayoutIsland.isMoved(v, work)
                            && v.producer() != null
                            && work.facts().rank(v) == rank
                            && isMovable(v.producer(), rank)) {
                        open.push(v.producer());
                    }
                }
                for (Value v : n.outputs()) {
                    for (Use u : LayoutIsland.isMoved(v, work) ? v.uses() : List.<Use>of()) {
                        if (isMovable(u.node(), rank)
                                && LayoutRules.tensors(u.node()).contains(u.index())) {
                            open.push(u.node());
                        }
                    }
                }
            }
            return out;
        }

        private boolean turn(Set<Node> nodes, int rank, Map<Node, Integer> order) {
            LayoutIsland island = new LayoutIsland(graph, nodes, work);
            Map<List<Long>, long[]> candidates = new LinkedHashMap<>();
            for (long[] p : island.permutations(rank)) {
                if (candidates.size() < MOST_PERMUTATIONS) {
                    candidates.putIfAbsent(LayoutIsland.key(p), p);
                }
            }
            long[] best = null;
            int most = 0;
            for (long[] p : candidates.values()) {
                int saved = island.saved(p);
                if (saved > most || (saved == 0 && best == null && island.comesBehindConv(p))) {
                    best = p;
                    most = saved;
                }
            }
            if (best == null) {
                return false;
            }
            List<Node> sorted = new ArrayList<>(nodes);
            sorted.sort((a, b) -> Integer.compare(order.get(a), order.get(b)));
            island.turn(sorted, best);
            return true;
        }
    }
}
