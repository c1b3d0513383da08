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
import io.jquant.tensor.SymbolicShape;
import io.jquant.tensor.Tensor;

/**
 * Recognises InstanceNormalization in its arithmetic.
 *
 * <pre>
 *   x[N,C,H,W] ─┬▶ ReduceMean(2,3) ─▶ Sub ─┬▶ Pow(2) ─▶ ReduceMean(2,3) ─▶ … ─▶ Div ─▶ Mul(γ) ─▶ Add(β)
 *                          ⇓
 *   x ─▶ InstanceNormalization(γ, β) ─▶ y
 * </pre>
 */
public final class InstanceNormForms extends NodePass {
    public InstanceNormForms() {
        super(
                new PassInfo(
                        "instance-norm",
                        "Recognises InstanceNormalization in its arithmetic.",
                        Exactness.ROUNDING,
                        Purpose.COMPOSITE,
                        Stage.OPSET_13,
                        Stage.CONSTANTS),
                "Div",
                "Mul");
    }

    @Override
    protected boolean rewrite(Node n, Workspace work) {
        Normalized norm = Normalized.of(n, work);
        SymbolicShape s = norm == null ? null : work.facts().shape(norm.data());
        if (s == null || work.facts().elementType(norm.data()) != ElementType.FLOAT) {
            return false;
        }
        Normalized.ScaleShift behind = Normalized.behind(n, true, work);
        if (!fits(norm, s, behind, work)) {
            behind = Normalized.alone(n);
            if (!fits(norm, s, behind, work)) {
                return false;
            }
        }
        int channels = (int) s.size(1);
        Tensor scale = NormConstants.perChannel(behind.scale(), 1, s.rank(), channels, work);
        Tensor shift = NormConstants.perChannel(behind.shift(), 0, s.rank(), channels, work);
        Attributes a = Attributes.of(Attribute.of("epsilon", (float) norm.epsilon()));
        behind.replace(
                "InstanceNormalization",
                a,
                norm.data(),
                NormConstants.add(n, "scale", scale),
                NormConstants.add(n, "bias", shift));
        return true;
    }

    /** Is it over all of space, with a known number of channels, scaled for each of them? */
    static boolean fits(
            Normalized norm, SymbolicShape s, Normalized.ScaleShift behind, Workspace work) {
        int channels = s.rank() < 3 || s.size(1) > 1 << 20 ? -1 : (int) s.size(1);
        return norm.centered()
                && channels > 0
                && Reductions.areLast(norm.axes(), 2, s.rank())
                && NormConstants.perChannel(behind.scale(), 1, s.rank(), channels, work) != null
                && NormConstants.perChannel(behind.shift(), 0, s.rank(), channels, work) != null;
    }
}
