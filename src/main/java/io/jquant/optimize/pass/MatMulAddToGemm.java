package io.jquant.optimize.pass;

import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Rewrites;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/**
 * Makes one Gemm of a MatMul of matrices and the Add of a constant row behind it.
 *
 * <pre>
 *   x[M,K] ─▶ MatMul(W[K,N]) ─▶ Add(b[N]) ─▶ y      ⇒      x ─▶ Gemm(W, b) ─▶ y
 * </pre>
 */
public final class MatMulAddToGemm extends NodePass {
    public MatMulAddToGemm() {
        super(
                new PassInfo(
                        "matmul-add-to-gemm",
                        "Makes one Gemm of a MatMul of matrices and the Add of a constant row behind it.",
                        Exactness.ROUNDING,
                        Stage.OPSET_13),
                "Add");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        int constant = work.isFloatConstant(n.input(1)) ? 1 : 0;
        Value sum = n.input(1 - constant);
        if (!work.isFloatConstant(n.input(constant)) || sum == null) {
            return false;
        }
        Node product = sum.producer();
        if (product == null || !product.is("MatMul") || !Rewrites.isChain(product, n)) {
            return false;
        }
        SymbolicShape shape = work.facts().shape(product.output());
        boolean matrices =
                work.facts().rank(product.input(0)) == 2
                        && work.facts().rank(product.input(1)) == 2;
        Tensor row = work.constant(n.input(constant));
        if (!matrices || ChannelAffine.alongAxis(row, 2, 1) == null) {
            return false;
        }
        if (shape == null || (row.size() != 1 && row.size() != shape.size(1))) {
            return false;
        }
        Value bias = n.input(constant);
        Value a = product.input(0);
        Value b = product.input(1);
        Rewrites.replace(n, "Gemm", new Attributes(), a, b, bias);
        product.graph().removeNode(product);
        return true;
    }
}
