package io.jquant.operator.nn;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.NodeView;
import io.jquant.operator.Operator;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;
import java.util.List;

/** Attention: scaled products of queries with keys, as weights of values. */
public final class Attention implements Operator {
    @Override
    public void infer(Inference node) {
        SymbolicShape q = node.shape(0);
        SymbolicShape k = node.shape(1);
        SymbolicShape v = node.shape(2);
        SymbolicShape out = null;
        if (q != null && q.rank() == 3 && v != null && v.rank() == 3) {
            out = new SymbolicShape(List.of(q.dim(0), q.dim(1), hidden(node, v.dim(2))));
        } else if (q != null && q.rank() == 4 && v != null && v.rank() == 4) {
            out = new SymbolicShape(List.of(q.dim(0), q.dim(1), q.dim(2), v.dim(3)));
        }
        node.output(0, node.elementType(0), out);
        boolean past = node.hasInput(4);
        node.output(1, node.elementType(1), past || !rank4(k) ? null : k);
        node.output(2, node.elementType(2), past || !rank4(v) ? null : v);
        node.output(3, node.elementType(0), SymbolicShape.ofRank(4));
    }

    private static boolean rank4(SymbolicShape s) {
        return s != null && s.rank() == 4;
    }

    /** All heads of the queries, each as wide as a head of the values. */
    private static Dimension hidden(NodeView node, Dimension values) {
        long heads = node.attributes().getInt("q_num_heads", 0);
        long own = node.attributes().getInt("kv_num_heads", 0);
        return values.isKnown() && own > 0
                ? Dimension.of(values.size() / own * heads)
                : heads == own ? values : Dimension.UNKNOWN;
    }

    @Override
    public void run(Invocation call) {
        new AttentionCall(call).run();
    }
}
