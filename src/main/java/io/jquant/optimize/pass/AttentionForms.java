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
import io.jquant.tensor.SymbolicShape;

/**
 * Writes the arithmetic of scaled dot-product attention as Attention, from opset 23 on.
 *
 * <pre>
 *   Q ─────────────▶ MatMul ─▶ Mul(s) ─▶ Add(mask) ─▶ Softmax ─▶ MatMul ─▶ y
 *   K ─▶ Transpose ────▲                                            ▲
 *   V ──────────────────────────────────────────────────────────────┘
 *                          ⇓
 *   Q, K, V, mask ─▶ Attention {scale=s} ─▶ y
 * </pre>
 *
 * <p>Quantization keeps the products, which have integer kernels.
 */
public final class AttentionForms extends NodePass {
    private static final int SINCE = 23;
    private static final long[] SWAP = {0, 1, 3, 2};

    public AttentionForms() {
        super(
                new PassInfo(
                        "attention",
                        "Writes the arithmetic of scaled dot-product attention as Attention, from opset 23 "
                                + "on.",
                        Exactness.ROUNDING,
                        Purpose.FEWER_NODES,
                        Stage.OPSET_13),
                "MatMul");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        AttentionPattern p = work.opset() < SINCE ? null : AttentionPattern.of(n, work);
        Node t = p == null ? null : Match.producer(p.key(), "Transpose");
        long[] perm = t == null ? null : MergeTransposes.permutation(t, 4);
        if (perm == null
                || perm.length != 4
                || work.facts().elementType(p.query()) != ElementType.FLOAT
                || !sameBatchAndHeads(p, work)
                || !(p.mask() == null || masks(p, work))) {
            return false;
        }
        long[] plain = Transposed.then(perm, SWAP);
        Value key =
                MergeTransposes.isIdentity(plain)
                        ? t.input(0)
                        : Rewrites.before(
                                n,
                                "Transpose",
                                Attributes.of(Attribute.of("perm", plain)),
                                t.input(0));
        Attributes a = Attributes.of(Attribute.of("scale", (float) p.scale()));
        Rewrites.replace(n, "Attention", a, p.query(), key, p.value(), p.mask());
        return true;
    }

    private static boolean sameBatchAndHeads(AttentionPattern p, Workspace work) {
        SymbolicShape q = work.facts().shape(p.query());
        SymbolicShape k = work.facts().shape(p.key());
        SymbolicShape v = work.facts().shape(p.value());
        for (int i = 0; i < 2; i++) {
            if (!q.dim(i).equals(k.dim(i)) || !q.dim(i).equals(v.dim(i))) {
                return false;
            }
        }
        return true;
    }

    /** Does the mask have the shape of the scores, but for batch and heads? */
    private static boolean masks(AttentionPattern p, Workspace work) {
        SymbolicShape m = work.facts().shape(p.mask());
        SymbolicShape q = work.facts().shape(p.query());
        SymbolicShape k = work.facts().shape(p.key());
        return m != null
                && (m.rank() == 2 || m.rank() == 4)
                && work.facts().elementType(p.mask()) == ElementType.FLOAT
                && m.dim(m.rank() - 2).equals(q.dim(2))
                && m.dim(m.rank() - 1).equals(k.dim(3))
                && (m.rank() == 2 || (fits(m, q, 0) && fits(m, q, 1)));
    }

    private static boolean fits(SymbolicShape m, SymbolicShape q, int axis) {
        return m.size(axis) == 1 || m.dim(axis).equals(q.dim(axis));
    }
}
