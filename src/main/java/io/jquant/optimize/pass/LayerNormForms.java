package io.jquant.optimize.pass;

import io.jquant.graph.Attribute;
import io.jquant.graph.Attributes;
import io.jquant.graph.Node;
import io.jquant.graph.Value;
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
 * Recognises LayerNormalization in its arithmetic, from opset 17 on.
 *
 * <pre>
 *   x ─┬▶ ReduceMean ─▶ Sub ─┬▶ Pow(2) ─▶ ReduceMean ─▶ Add(ε) ─▶ Sqrt ─▶ Div ─▶ Mul(γ) ─▶ Add(β)
 *      └─────────────────▲   └──────────────────────────────────────────▲
 *                          ⇓
 *   x ─▶ LayerNormalization(γ, β) ─▶ y
 * </pre>
 */
public final class LayerNormForms extends NodePass {
    private static final int SINCE = 17;

    public LayerNormForms() {
        super(
                new PassInfo(
                        "layer-norm",
                        "Recognises LayerNormalization in its arithmetic, from opset 17 on.",
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
                || !norm.centered()
                || work.facts().elementType(norm.data()) != ElementType.FLOAT) {
            return false;
        }
        int axis = (int) norm.axes()[0];
        Shape sizes =
                Reductions.areLast(norm.axes(), axis, s.rank())
                        ? NormConstants.sizesFrom(s, axis)
                        : null;
        if (sizes == null || sizes.size() > Integer.MAX_VALUE) {
            return false;
        }
        Normalized.ScaleShift behind = Normalized.behind(n, true, work);
        Tensor scale = NormConstants.widened(behind.scale(), 1, sizes, work);
        Tensor shift = NormConstants.widened(behind.shift(), 0, sizes, work);
        if (scale == null || shift == null) {
            if (InstanceNormForms.fits(norm, s, behind, work)) {
                return false; // scaled for each channel
            }
            behind = Normalized.alone(n);
            scale = NormConstants.widened(null, 1, sizes, work);
            shift = null;
        } else if (behind.shift() == null) {
            shift = null;
        }
        Attributes a =
                Attributes.of(
                        Attribute.of("axis", axis - s.rank()),
                        Attribute.of("epsilon", (float) norm.epsilon()));
        Value bias = shift == null ? null : NormConstants.add(n, "bias", shift);
        behind.replace(
                "LayerNormalization", a, norm.data(), NormConstants.add(n, "scale", scale), bias);
        return true;
    }
}
