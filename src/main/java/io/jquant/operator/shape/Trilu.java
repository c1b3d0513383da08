package io.jquant.operator.shape;

import io.jquant.operator.Inference;
import io.jquant.operator.Invocation;
import io.jquant.operator.Operator;
import io.jquant.operator.common.Storages;
import io.jquant.tensor.Tensor;

/** Trilu: keeps the upper or lower triangle of matrices, and clears the rest. */
public final class Trilu implements Operator {
    @Override
    public void infer(Inference node) {
        node.output(0, node.elementType(0), node.shape(0));
    }

    @Override
    public void run(Invocation call) {
        Tensor in = call.input(0);
        boolean upper = call.attributes().getBoolean("upper", true);
        long k = call.optional(1) == null ? 0 : call.input(1).longAt(0);
        Tensor out = call.output(0, in.type(), in.shape());
        int rows = in.dim(-2);
        int columns = in.dim(-1);
        // beyond the matrix it makes no difference how far
        long shift = Math.max(-rows - 1L, Math.min(columns + 1L, k));
        int entries = in.type().entriesPerElement();
        int all = columns == 0 ? 0 : in.size() / columns;
        Storages.zero(in.type(), out.storage(), 0, out.size());
        for (int r = 0; r < all; r++) {
            long diagonal = r % rows + shift;
            int from = upper ? clamp(diagonal, columns) : 0;
            int to = upper ? columns : clamp(diagonal + 1, columns);
            if (to > from) {
                System.arraycopy(
                        in.storage(),
                        (r * columns + from) * entries,
                        out.storage(),
                        (r * columns + from) * entries,
                        (to - from) * entries);
            }
        }
    }

    private static int clamp(long x, int limit) {
        return (int) Math.max(0, Math.min(limit, x));
    }
}
