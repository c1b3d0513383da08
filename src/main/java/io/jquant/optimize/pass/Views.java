package io.jquant.optimize.pass;

import io.jquant.graph.Node;
import io.jquant.tensor.Dimension;
import io.jquant.tensor.SymbolicShape;
import java.util.Set;

/** Operators that give the same elements in the same order another shape. */
final class Views {
    static final Set<String> OPERATORS = Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");

    private Views() {}

    static boolean isView(Node n) {
        return n != null && n.domain().isEmpty() && OPERATORS.contains(n.opType());
    }

    /**
     * The constant shape input with which a Reshape turns one shape into another: 0 where an open
     * axis keeps its place, -1 for one more open axis.
     *
     * @return null when more has to be known at run time
     */
    static long[] target(SymbolicShape from, SymbolicShape to) {
        if (from == null || to == null) {
            return null;
        }
        long[] out = new long[to.rank()];
        boolean rest = false;
        for (int i = 0; i < out.length; i++) {
            Dimension d = to.dim(i);
            if (d.isKnown()) {
                out[i] = d.size();
                if (d.size() == 0) {
                    return null; // would mean to copy
                }
            } else if (i < from.rank() && from.dim(i).equals(d)) {
                out[i] = 0;
            } else if (!rest) {
                out[i] = -1;
                rest = true;
            } else {
                return null;
            }
        }
        return out;
    }
}
