package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.Tensor;

/**
 * Multiplies a constant table once, in place of the rows that are taken from it.
 *
 * <pre>
 *   i ─▶ Gather(T[V,K], i) ─▶ MatMul(W[K,N]) ─▶ y      ⇒      i ─▶ Gather(T·W, i) ─▶ y
 * </pre>
 *
 * <p>Only where the product is no larger than the table, which nothing else reads, and takes at
 * most 2^28 multiplications.
 */
public final class GatherMatMul extends NodePass {
    private static final long MOST_PRODUCTS = 1L << 28;

    public GatherMatMul() {
        super(
                new PassInfo(
                        "gather-matmul",
                        "Multiplies a constant table once, in place of the rows that are taken from it.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "MatMul");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Node gather = Match.inner(n.input(0), "Gather");
        if (gather == null || !isMatrix(gather.input(0), work) || !isMatrix(n.input(1), work)) {
            return false;
        }
        Tensor table = work.constant(gather.input(0));
        Tensor w = work.constant(n.input(1));
        long axis = gather.attributes().getInt("axis", 0);
        int rows = table.dim(0);
        int inner = table.dim(1);
        int columns = w.dim(1);
        boolean fits =
                (axis == 0 || axis == -2)
                        && work.facts().rank(gather.input(1)) > 0
                        && inner == w.dim(0)
                        && columns <= inner
                        && gather.input(0).soleReader() == gather
                        && (long) rows * inner * columns <= MOST_PRODUCTS;
        if (!fits) {
            return false;
        }
        double[] product = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < inner; k++) {
                double t = table.floats()[r * inner + k];
                for (int c = 0; c < columns; c++) {
                    product[r * columns + c] += t * w.floats()[k * columns + c];
                }
            }
        }
        if (!Doubles.areFinite(ElementType.FLOAT, product)) {
            return false;
        }
        Tensor all = Doubles.tensor(ElementType.FLOAT, Shape.of(rows, columns), product);
        Value moved = n.graph().addInitializer(gather.input(0).name() + "_product", all);
        Value indices = gather.input(1);
        Rewrites.replace(n, "Gather", Attributes.of(Attribute.of("axis", 0)), moved, indices);
        gather.graph().removeNode(gather);
        return true;
    }

    private static boolean isMatrix(Value v, Workspace work) {
        Tensor t = v == null || !v.isConstant() ? null : work.constant(v);
        return t != null && t.type() == ElementType.FLOAT && t.rank() == 2;
    }
}
