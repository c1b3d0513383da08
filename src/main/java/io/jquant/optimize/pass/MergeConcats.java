package io.jquant.optimize.pass;

import io.jquant.graph.Graph;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.Pass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Makes one Concat of Concats that are joined along the same axis.
 *
 * <pre>
 *   a ─▶┐
 *   b ─▶┴ Concat ─▶┐             a ─▶┐
 *   c ────────────▶┴ Concat ⇒    b ─▶┼ Concat
 *                                c ─▶┘
 * </pre>
 */
public final class MergeConcats implements Pass {
    private static final PassInfo INFO =
            new PassInfo(
                    "merge-concats",
                    "Makes one Concat of Concats that are joined along the same axis.",
                    Exactness.SAME_BITS);

    @Override
    public PassInfo info() {
        return INFO;
    }

    @Override
    public boolean apply(Workspace work) {
        boolean changed = false;
        for (Graph g : work.graphs()) {
            List<Node> nodes = g.nodes();
            Collections.reverse(nodes); // the last of nested ones first, so that each moves once
            for (Node n : nodes) {
                if (n.isAttached() && n.is("Concat")) {
                    changed |= flatten(n, work);
                }
            }
        }
        return changed;
    }

    private static boolean flatten(Node n, Workspace work) {
        if (n.inputs().stream().noneMatch(v -> joins(v, n, work))) {
            return false;
        }
        List<Node> absorbed = new ArrayList<>();
        List<Value> flat = new ArrayList<>();
        Deque<Value> open = new ArrayDeque<>(n.inputs());
        while (!open.isEmpty()) {
            Value v = open.pop();
            if (joins(v, n, work)) {
                Node inner = v.producer();
                absorbed.add(inner);
                for (int i = inner.inputs().size() - 1; i >= 0; i--) {
                    open.push(inner.input(i));
                }
            } else {
                flat.add(v);
            }
        }
        n.truncateInputs(0);
        for (int i = 0; i < flat.size(); i++) {
            n.setInput(i, flat.get(i));
        }
        absorbed.forEach(inner -> inner.graph().removeNode(inner));
        return true;
    }

    private static boolean joins(Value v, Node outer, Workspace work) {
        Node inner = v == null ? null : v.producer();
        if (inner == null
                || !inner.is("Concat")
                || inner.graph() != outer.graph()
                || v.isGraphOutput()
                || v.soleReader() == null) {
            return false;
        }
        return axis(inner, work) == axis(outer, work);
    }

    private static long axis(Node n, Workspace work) {
        long axis = n.attributes().getInt("axis", 0);
        int rank = work.facts().rank(n.output());
        return axis < 0 && rank >= 0 ? axis + rank : axis;
    }
}
