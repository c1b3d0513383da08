package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Purpose;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/**
 * Makes one Gemm of a MatMul of matrices and the Add of a constant matrix or column behind it.
 *
 * <pre>
 *   x[M,K] ─▶ MatMul(W[K,N]) ─▶ Add(c[M,N]) ─▶ y      ⇒      x ─▶ Gemm(W, c) ─▶ y
 * </pre>
 */
public final class MatMulAddMatrixToGemm extends NodePass {
    public MatMulAddMatrixToGemm() {
        super(
                new PassInfo(
                        "matmul-add-matrix-to-gemm",
                        "Makes one Gemm of a MatMul of matrices and the Add of a constant matrix or column "
                                + "behind it.",
                        Exactness.ROUNDING,
                        Purpose.FEWER_NODES,
                        Stage.OPSET_13),
                "Add");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        int constant = Match.constantOperand(n, work);
        if (constant < 0) {
            return false;
        }
        Node product = Match.inner(n.input(1 - constant), "MatMul");
        if (product == null
                || work.facts().rank(product.input(0)) != 2
                || work.facts().rank(product.input(1)) != 2) {
            return false;
        }
        SymbolicShape shape = work.facts().shape(product.output());
        Tensor c = work.constant(n.input(constant));
        if (shape == null || c.rank() > 2) {
            return false;
        }
        for (int i = 1; i <= c.rank(); i++) {
            if (c.dim(-i) != 1 && c.dim(-i) != shape.size(2 - i)) {
                return false;
            }
        }
        Value sum = n.input(constant);
        Rewrites.replace(n, "Gemm", new Attributes(), product.input(0), product.input(1), sum);
        product.graph().removeNode(product);
        return true;
    }
}
