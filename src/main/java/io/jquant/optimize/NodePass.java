package io.jquant.optimize;

import io.jquant.graph.Node;
import java.util.Set;

/** A pass that looks at the nodes of some operators one by one, in topological order. */
public abstract class NodePass implements Pass {
    private final PassInfo info;
    private final Set<String> operators;

    /**
     * @param operators of ONNX's own domain; none for all operators of all domains
     */
    protected NodePass(PassInfo info, String... operators) {
        this.info = info;
        this.operators = Set.of(operators);
    }

    @Override
    public final PassInfo info() {
        return info;
    }

    @Override
    public boolean apply(Workspace work) {
        boolean changed = false;
        for (Node n : work.nodes()) {
            if (n.isAttached() && isCandidate(n)) {
                changed |= rewrite(n, work);
            }
        }
        return changed;
    }

    private boolean isCandidate(Node n) {
        return operators.isEmpty() || (n.domain().isEmpty() && operators.contains(n.opType()));
    }

    /**
     * Rewrites around one node. It may remove this node and others; new nodes are looked at in the
     * next round.
     *
     * @return whether anything was changed
     */
    protected abstract boolean rewrite(Node n, Workspace work);
}
