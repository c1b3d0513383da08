package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.optimize.Exactness;
import io.jquant.optimize.NodePass;
import io.jquant.optimize.PassInfo;
import io.jquant.optimize.Purpose;
import io.jquant.optimize.Stage;
import io.jquant.optimize.Workspace;
import io.jquant.tensor.ElementType;
import io.jquant.tensor.Shape;
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/**
 * Recognises RMSNormalization in its arithmetic, from opset 23 on.
 *
 * <pre>
 *   x ─┬▶ Pow(2) ─▶ ReduceMean ─▶ Add(ε) ─▶ Sqrt ─▶ Div ─▶ Mul(γ) ─▶ y
 *      └─────────────────────────────────────────────▲
 *                          ⇓
 *   x ─▶ RMSNormalization(γ) ─▶ y
 * </pre>
 */
public final class RmsNormForms extends NodePass {
    private static final int SINCE = 23;

    public RmsNormForms() {
        super(
                new PassInfo(
                        "rms-norm",
                        "Recognises RMSNormalization in its arithmetic, from opset 23 on.",
                        Exactness.ROUNDING,
                        Purpose.COMPOSITE,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "Div",
                "Mul");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Normalized norm = work.opset() < SINCE ? null : Normalized.of(n, work);
        SymbolicShape s = norm == null ? null : work.facts().shape(norm.data());
        if (s == null
                || norm.centered()
                || work.facts().elementType(norm.data()) != ElementType.FLOAT) {
            return false;
        }
        int axis = (int) norm.axes()[0];
        Shape sizes =
                Reductions.areLast(norm.axes(), axis, s.rank())
                        ? NormConstants.sizesFrom(s, axis)
                        : null;
        if (sizes == null) {
            return false;
        }
        Normalized.ScaleShift behind = Normalized.behind(n, false, work);
        Tensor scale = NormConstants.widened(behind.scale(), 1, sizes, work);
        if (scale == null) {
            behind = Normalized.alone(n);
            scale = NormConstants.widened(null, 1, sizes, work);
        }
        Attributes a =
                Attributes.of(
                        Attribute.of("axis", axis - s.rank()),
                        Attribute.of("epsilon", (float) norm.epsilon()));
        behind.replace("RMSNormalization", a, norm.data(), NormConstants.add(n, "scale", scale));
        return true;
    }
}
