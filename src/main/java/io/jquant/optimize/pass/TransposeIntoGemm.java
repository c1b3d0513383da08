package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
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
import io.jquant.tensor.ElementType;

/**
 * Lets a product of matrices read its operands as they were before a Transpose.
 *
 * <pre>
 *   b[N,K] ─▶ Transpose ─▶ MatMul(a[M,K]) ─▶ y      ⇒      a, b ─▶ Gemm {transB=1} ─▶ y
 * </pre>
 */
public final class TransposeIntoGemm extends NodePass {
    public TransposeIntoGemm() {
        super(
                new PassInfo(
                        "transpose-into-gemm",
                        "Lets a product of matrices read its operands as they were before a Transpose.",
                        Exactness.ROUNDING,
                        Purpose.FEWER_NODES,
                        Stage.OPSET_13),
                "MatMul",
                "Gemm");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Value a = n.input(0);
        Value b = n.input(1);
        if (a == null || b == null || work.facts().rank(a) != 2 || work.facts().rank(b) != 2) {
            return false;
        }
        Value left = transposed(a, work);
        Value right = transposed(b, work);
        if (left == null && right == null) {
            return false;
        }
        Attributes attributes = n.is("Gemm") ? n.attributes() : new Attributes();
        if (left != null) {
            toggle(attributes, "transA");
        }
        if (right != null) {
            toggle(attributes, "transB");
        }
        Value x = left != null ? left : a;
        Value y = right != null ? right : b;
        Rewrites.replace(n, "Gemm", attributes, x, y, n.input(2));
        return true;
    }

    /**
     * What a matrix was before the Transpose that only this product reads; null when it is none.
     */
    private static Value transposed(Value v, Workspace work) {
        Node t = Match.inner(v, "Transpose");
        long[] perm = t == null ? null : MergeTransposes.permutation(t, 2);
        boolean swaps = perm != null && perm.length == 2 && perm[0] == 1;
        return swaps && work.facts().elementType(v) == ElementType.FLOAT ? t.input(0) : null;
    }

    private static void toggle(Attributes a, String name) {
        a.set(Attribute.of(name, a.getBoolean(name, false) ? 0 : 1));
    }
}
